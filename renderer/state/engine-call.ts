/** The page's one way to ask the engine for something. Never throws: what breaks on the way is a fault too. */
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import type { Envelope, Fault } from '../../shared/contract/faults.ts';
import { currentHost } from '../host/current-host.ts';

export async function callEngine<N extends CommandName>(
  name: N,
  input: InputOf<N>,
): Promise<Envelope<AnswerOf<N>>> {
  try {
    return await currentHost().dispatch(name, input);
  } catch (error) {
    return { ok: false, fault: faultFrom(error) };
  }
}

export function faultFrom(error: unknown): Fault {
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Rollcall could not do this: ${detail}` };
}
