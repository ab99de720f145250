/**
 * `rollcall doctor`, `backup`, `backups`, `restore`. Where a host runs on the workspace it does the work; a workspace
 * that nobody has open is listed, checked and restored here, without the engine, which refuses a damaged one.
 */
import { resolve } from 'node:path';
import type { BackupRecord, CheckState, RestoreResult, WorkspaceCheck } from '../../shared/domain/upkeep.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import {
  checkClosedWorkspace,
  filesOfClosedWorkspace,
  restoreClosedWorkspace,
} from '../engine/closed-workspace.ts';
import { connectToRunningHost } from '../host/control-client.ts';
import { dataDirOf } from '../host/data-dir.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { withEngine } from './engine-access.ts';
import { print, printJson, printTable, safeText, say } from './output.ts';

const marks: Readonly<Record<CheckState, string>> = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };

export const upkeepCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'doctor',
    usage: 'rollcall doctor [--deep]',
    says: 'Checks the workspace file and its folder, and changes nothing. Exit code 1 where it finds damage.',
    examples: ['rollcall doctor', 'rollcall doctor --deep --data ./workspace --json'],
    flags: { deep: { kind: 'switch', says: 'every page, and every user and group against its hash' } },
    run: async (values, _rest, context) => {
      const dataDir = dataDirOf(values.data);
      const found = await examine(dataDir, values.deep, context.version);
      if (values.json) printJson(found);
      else printCheck(found);
      return found.state === 'problem' ? 1 : 0;
    },
  }),
  cliCommand({
    name: 'backup',
    usage: 'rollcall backup [--name TEXT]',
    says: 'Makes a backup in the folder of the workspace, also while Rollcall runs, and checks it.',
    examples: ['rollcall backup', 'rollcall backup --name "Before the import"'],
    flags: { name: { kind: 'text', says: 'what to call it' } },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const made = await engine.call('backups.create', { name: values.name ?? '' });
        const { backupFolder } = await engine.call('backups.list', {});
        const path = resolve(backupFolder, `${made.id}.db`);
        if (values.json) return printJson({ ...made, path });
        print(path);
        say(`${contentsOf(made)}, ${sizeOf(made.bytes)}.`);
        if (made.damagedRows > 0)
          say(`${made.damagedRows} of them are damaged; rollcall doctor --deep says which.`);
      }),
  }),
  cliCommand({
    name: 'backups',
    usage: 'rollcall backups',
    says: 'Lists the backups of the workspace, the newest first.',
    examples: ['rollcall backups --json'],
    flags: {},
    run: async (values) => {
      const files = filesOfClosedWorkspace(dataDirOf(values.data));
      if (values.json) {
        printJson(files);
        return 0;
      }
      printTable(
        ['MADE', 'KIND', 'SIZE', 'USERS', 'GROUPS', 'NAME'],
        files.backups.map((b) => [
          new Date(b.at).toISOString(),
          b.kind,
          sizeOf(b.bytes),
          String(b.users ?? '?'),
          String(b.groups ?? '?'),
          b.name,
        ]),
      );
      say(`In ${files.backupFolder}`);
      return 0;
    },
  }),
  cliCommand({
    name: 'restore',
    usage: 'rollcall restore FILE',
    says: 'Puts a backup in the place of the workspace file, which is kept beside it. Rollcall must not run on it.',
    examples: ['rollcall restore ./workspace/backups/2026-11-22T10-00-00-000Z-manual.db --data ./workspace'],
    flags: {},
    run: async (values, rest) => {
      const [file] = rest;
      if (file === undefined || rest.length > 1)
        throw new UsageError('rollcall restore takes one file: a backup from the folder backups.');
      const dataDir = dataDirOf(values.data);
      const restored = await restoreClosedWorkspace(dataDir, resolve(file)).catch(explainOpen);
      if (values.json) printJson(restored);
      else sayRestored(restored, dataDir);
      return 0;
    },
  }),
];

/** By the host that runs; else by looking at the files. */
async function examine(dataDir: string, deep: boolean, version: string): Promise<WorkspaceCheck> {
  const running = await connectToRunningHost(dataDir);
  if (running === null) return checkClosedWorkspace(dataDir, deep);
  await running.close();
  return withEngine({ dataDir, version }, (engine) => engine.call('workspace.check', { deep }));
}

function explainOpen(error: unknown): never {
  if (!(error instanceof AppFault) || error.code !== 'workspace-open') throw error;
  throw new AppFault(
    error.code,
    `${error.message} Stop it first, or restore there: Settings, Data.`,
    error.toFault(),
  );
}

function printCheck(found: WorkspaceCheck): void {
  const width = Math.max(...found.lines.map((line) => line.name.length));
  for (const line of found.lines)
    print(`${marks[line.state]}  ${line.name.padEnd(width)}  ${safeText(line.says)}`);
  if (!found.deep) say('rollcall doctor --deep compares every user and group with its hash.');
  if (found.state === 'problem')
    say(
      'The workspace is damaged. rollcall backups lists what can be put in its place with rollcall restore.',
    );
}

function contentsOf({ users, groups }: Pick<BackupRecord, 'users' | 'groups'>): string {
  return `${users ?? '?'} users, ${groups ?? '?'} groups`;
}

function sizeOf(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function sayRestored(restored: RestoreResult, dataDir: string): void {
  print(`Restored ${contentsOf(restored)} to ${dataDir}.`);
  if (restored.before !== null) say(`The file that was there is kept as ${restored.before}.`);
  if (restored.tokensKeptRevoked > 0)
    say(`${restored.tokensKeptRevoked} tokens were revoked since the backup; they stay revoked.`);
  if (restored.damagedRows > 0)
    say(`${restored.damagedRows} users or groups in it are damaged; rollcall doctor --deep says which.`);
}
