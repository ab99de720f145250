/**
 * Keeps one engine behind the doors while the workspace below it is closed and opened again (a backup was restored):
 * calls that arrive meanwhile wait. What was under way in the old one ends with it. Does not know what is opened.
 */
import type { CallContext } from '../../shared/contract/commands.ts';
import type { Envelope } from '../../shared/contract/faults.ts';
import { AppFault } from './base/app-fault.ts';
import type { Dispatch } from './commands/router.ts';

export interface Opened {
  readonly dispatch: Dispatch;
  close(): Promise<void>;
}

export interface Reopening<T extends Opened> {
  dispatch(name: string, input: unknown, context: CallContext): Promise<Envelope<unknown>>;
  /** Closes and opens. What `open` throws is thrown here, and is the answer to every later call. */
  reopen(): Promise<T>;
  close(): Promise<void>;
}

/** @param open is given what was open before; null the first time */
export async function openFirst<T extends Opened>(
  open: (before: T | null) => Promise<T>,
): Promise<Reopening<T>> {
  let settled: T | null = await open(null);
  let current: Promise<T> = Promise.resolve(settled);
  const swap = async (before: T): Promise<T> => {
    // each part was ended whatever happened to the one before; what failed was logged where it failed
    await before.close().catch(() => {});
    settled = await open(before);
    return settled;
  };
  return {
    dispatch: async (name, input, context) => {
      if (settled !== null) return settled.dispatch(name, input, context);
      try {
        return await (await current).dispatch(name, input, context);
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        const fault = new AppFault('internal', `The workspace could not be opened again: ${words}`);
        return { ok: false, fault: (error instanceof AppFault ? error : fault).toFault() };
      }
    },
    reopen: () => {
      const before = current;
      settled = null;
      current = before.then(swap);
      return current;
    },
    close: async () => {
      const last = await current.catch(() => null);
      await last?.close();
    },
  };
}
