/** The workspace's status as the engine last gave it: names and counts for the shell and the pages. */
import { create } from 'zustand';
import type { Fault } from '../../shared/contract/faults.ts';
import type { WorkspaceStatus } from '../../shared/domain/workspace.ts';
import { callEngine } from './engine-call.ts';

export const useWorkspace = create<{
  readonly status: WorkspaceStatus | null;
  readonly fault: Fault | null;
}>(() => ({ status: null, fault: null }));

const gatherMs = 150;
let waiting: Promise<void> | null = null;

/** Calls within 150 ms of each other share one read. */
export function refreshWorkspace(): Promise<void> {
  waiting ??= readSoon();
  return waiting;
}

async function readSoon(): Promise<void> {
  const wait = useWorkspace.getState().status === null ? 0 : gatherMs;
  await new Promise((done) => setTimeout(done, wait));
  waiting = null;
  const answered = await callEngine('workspace.status', {});
  useWorkspace.setState(answered.ok ? { status: answered.value, fault: null } : { fault: answered.fault });
}
