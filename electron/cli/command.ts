/** How a command of the command line is declared. */

import { dataDirOf } from '../host/data-dir.ts';
import { commonFlags, type Flags, type FlagValues } from './arguments.ts';
import { type EngineAccess, withEngine } from './engine-access.ts';

export interface CliContext {
  readonly version: string;
  /** Built or source file of the engine's thread. */
  readonly workerUrl: URL;
  /** Folder of the built page. */
  readonly pageDir: string;
}

export interface CliCommand {
  /** Words after `rollcall`: "tokens create". */
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  readonly examples: readonly string[];
  readonly flags: Flags;
  /** Answers with the exit code. */
  run(values: Record<string, unknown>, rest: readonly string[], context: CliContext): Promise<number>;
}

type Common = FlagValues<typeof commonFlags>;

/** A command with its flags typed; the common ones are added. */
export function cliCommand<F extends Flags>(declared: {
  name: string;
  usage: string;
  says: string;
  examples: readonly string[];
  flags: F;
  run(values: FlagValues<F> & Common, rest: readonly string[], context: CliContext): Promise<number>;
}): CliCommand {
  return {
    ...declared,
    flags: { ...declared.flags, ...commonFlags },
    run: (values, rest, context) => declared.run(values as FlagValues<F> & Common, rest, context),
  };
}

/** A command that needs the engine; the exit code is the number `work` answers with, else 0. */
export async function onEngine(
  values: Common,
  context: CliContext,
  work: (engine: EngineAccess) => Promise<unknown>,
): Promise<number> {
  const dataDir = dataDirOf(values.data);
  const code = await withEngine({ dataDir, version: context.version }, work);
  return typeof code === 'number' ? code : 0;
}
