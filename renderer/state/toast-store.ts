/** One short message at a time, with at most one action. Errors that need work are shown in place, not here. */
import { create } from 'zustand';
import { callEngine } from './engine-call.ts';

export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export const useToast = create<{ readonly current: ToastMessage | null }>(() => ({ current: null }));

let nextId = 1;

export function showToast(text: string, action: ToastMessage['action'] = null): void {
  useToast.setState({ current: { id: nextId++, text, action } });
}

export function dismissToast(id?: number): void {
  if (id === undefined || useToast.getState().current?.id === id) useToast.setState({ current: null });
}

/** "Deleted 3 users. Undo": `seq` is the change the engine answered with; null where nothing changed. */
export function showUndo(text: string, seq: number | null): void {
  showToast(text, seq === null ? null : { label: 'Undo', run: () => void undo(seq) });
}

async function undo(seq: number): Promise<void> {
  const answered = await callEngine('history.undo', { seq });
  showToast(answered.ok ? 'Undone.' : `Not undone: ${answered.fault.message}`);
}
