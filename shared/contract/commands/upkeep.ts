import { z } from 'zod';
import type { BackupRecord, DataFiles, RestoreResult, WorkspaceCheck } from '../../domain/upkeep.ts';
import { answer, command } from '../command.ts';

const backupId = z.string().min(1).max(100);

export const upkeepCommands = {
  /** Reads the workspace file and its folder and changes nothing. Deep: every page, and every user and group. */
  'workspace.check': command(z.strictObject({ deep: z.boolean().default(false) }), answer<WorkspaceCheck>()),
  'backups.list': command(z.strictObject({}), answer<DataFiles>()),
  /** Made while writes go on, and verified by opening it. Fails with `disk-full` where there is no room. */
  'backups.create': command(
    z.strictObject({ name: z.string().trim().max(80).default('') }),
    answer<BackupRecord>(),
  ),
  'backups.remove': command(z.strictObject({ id: backupId }), answer<null>()),
  /** Puts the present file aside and opens the backup in its place. The SCIM server is away for a moment. */
  'backups.restore': command(z.strictObject({ id: backupId }), answer<RestoreResult>()),
} as const;
