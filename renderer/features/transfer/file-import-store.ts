/**
 * The import under way. It lives outside the page, so that leaving the screen and coming back loses nothing; the file
 * itself goes to the engine in pieces of at most 1 MiB, and nothing is written before it is confirmed.
 */
import { create } from 'zustand';
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import type { FilePlan, ListKind } from '../../../shared/domain/transfer.ts';
import { callEngine } from '../../state/engine-call.ts';
import { showToast } from '../../state/toast-store.ts';
import { chunkBytes, toBase64 } from './base64-chunks.ts';

export interface ImportResult {
  readonly fileName: string;
  readonly created: number;
  readonly updated: number;
  readonly seq: number | null;
}

export interface FileImportState {
  readonly kind: ListKind;
  readonly step: 'source' | 'reading' | 'review' | 'done';
  readonly sent: number;
  readonly size: number;
  readonly plan: FilePlan | null;
  /** Header → target, as chosen; '' ignores the column. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly fault: Fault | null;
  readonly result: ImportResult | null;
}

const start: FileImportState = {
  kind: 'users',
  step: 'source',
  sent: 0,
  size: 0,
  plan: null,
  mapping: {},
  busy: false,
  fault: null,
  result: null,
};

export const useFileImport = create<FileImportState>(() => start);

const set = (patch: Partial<FileImportState>) => useFileImport.setState(patch);

export function chooseKind(kind: ListKind): void {
  set({ kind });
}

export async function readFile(file: File): Promise<void> {
  const { kind } = useFileImport.getState();
  set({ ...start, kind, step: 'reading', size: file.size });
  const begun = await callEngine('imports.begin', { fileName: file.name, kind });
  if (!begun.ok) return set({ step: 'source', fault: begun.fault });
  const { id } = begun.value;
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const bytes = new Uint8Array(await file.slice(offset, offset + chunkBytes).arrayBuffer());
    const sent = await callEngine('imports.append', { id, chunk: toBase64(bytes) });
    if (!sent.ok) return set({ step: 'source', fault: sent.fault });
    set({ sent: Math.min(file.size, offset + bytes.length) });
  }
  takePlan(await callEngine('imports.plan', { id }));
}

export async function mapColumn(header: string, target: string): Promise<void> {
  const { plan, mapping } = useFileImport.getState();
  if (plan === null) return;
  const next = { ...mapping, [header]: target };
  set({ mapping: next, busy: true });
  takePlan(await callEngine('imports.plan', { id: plan.id, mapping: next }));
}

/** Reads the file against the directory as it is now. */
export async function planAgain(): Promise<void> {
  const { plan, mapping } = useFileImport.getState();
  if (plan === null) return;
  set({ busy: true });
  takePlan(await callEngine('imports.plan', { id: plan.id, mapping }));
}

function takePlan(answered: Envelope<FilePlan>): void {
  if (answered.ok) set({ step: 'review', plan: answered.value, busy: false, fault: null });
  else
    set({
      step: useFileImport.getState().plan === null ? 'source' : 'review',
      busy: false,
      fault: answered.fault,
    });
}

export async function commitImport(): Promise<void> {
  const { plan } = useFileImport.getState();
  if (plan === null) return;
  set({ busy: true });
  const answered = await callEngine('imports.commit', { id: plan.id, digest: plan.digest });
  if (!answered.ok) return set({ busy: false, fault: answered.fault });
  set({ ...start, kind: plan.kind, step: 'done', result: { fileName: plan.fileName, ...answered.value } });
}

/** Takes the whole import back, as History would. */
export async function undoImport(seq: number): Promise<void> {
  const answered = await callEngine('history.undo', { seq });
  if (!answered.ok) return set({ fault: answered.fault });
  showToast('Import undone.');
  set({ ...start, kind: useFileImport.getState().kind });
}

export async function startOver(): Promise<void> {
  const { plan, kind } = useFileImport.getState();
  set({ ...start, kind });
  if (plan !== null) await callEngine('imports.discard', { id: plan.id });
}
