import { z } from 'zod';
import type { HomeSummary, ServerStatus, WorkspaceStatus } from '../../domain/workspace.ts';
import { answer, command } from '../command.ts';

export const workspaceCommands = {
  'workspace.status': command(z.strictObject({}), answer<WorkspaceStatus>()),
  'workspace.rename': command(
    z.strictObject({ name: z.string().trim().min(1).max(80) }),
    answer<WorkspaceStatus>(),
  ),
  'home.summary': command(z.strictObject({}), answer<HomeSummary>()),
  /** Fails with `port-busy` and `details.free` (a port that is free) where the port is taken. */
  'server.start': command(
    z.strictObject({ port: z.int().min(0).max(65535).optional() }),
    answer<ServerStatus>(),
  ),
  'server.stop': command(z.strictObject({}), answer<ServerStatus>()),
  /** Fills the local directory with plausible people; refuses to pass 1,000,000. */
  'workspace.seed': command(
    z.strictObject({
      users: z.int().min(0).max(200_000),
      groups: z.int().min(0).max(10_000),
      /** Same seed, same people. */
      seed: z
        .int()
        .min(0)
        .max(2 ** 31)
        .default(1),
    }),
    answer<{ readonly users: number; readonly groups: number; readonly memberships: number }>(),
  ),
} as const;
