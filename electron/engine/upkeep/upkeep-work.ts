/**
 * The heavy work on the workspace file: it reads every page. Each piece opens its own connections, so a thread of its
 * own can do it while the engine's goes on. Without one it is done here: short command line runs, tests.
 */
import type { WorkspaceCheck } from '../../../shared/domain/upkeep.ts';
import { checkWorkspace } from './check-workspace.ts';
import { type BackupRequest, makeBackup } from './make-backup.ts';
import { type StagedRestore, stageRestore } from './stage-restore.ts';

/** What is asked; all of it is structured-cloneable. */
export type UpkeepTask =
  | { readonly kind: 'back-up'; readonly dir: string; readonly request: BackupRequest }
  | { readonly kind: 'check'; readonly dir: string; readonly deep: boolean }
  | { readonly kind: 'stage'; readonly dir: string; readonly file: string };

export interface UpkeepAnswers {
  /** The backup's id. */
  readonly 'back-up': string;
  readonly check: WorkspaceCheck;
  readonly stage: StagedRestore;
}

export type DoUpkeep = <T extends UpkeepTask>(task: T) => Promise<UpkeepAnswers[T['kind']]>;

/** @throws AppFault as the work says */
export async function upkeepHere<T extends UpkeepTask>(task: T): Promise<UpkeepAnswers[T['kind']]> {
  // each branch answers with what its kind promises; the compiler does not follow that through the generic
  return (await answerOf(task)) as UpkeepAnswers[T['kind']];
}

async function answerOf(task: UpkeepTask): Promise<UpkeepAnswers[keyof UpkeepAnswers]> {
  switch (task.kind) {
    case 'back-up':
      return makeBackup(task.dir, task.request);
    case 'check':
      return checkWorkspace(task.dir, task.deep);
    case 'stage':
      return stageRestore(task.dir, task.file);
    default:
      return task satisfies never;
  }
}
