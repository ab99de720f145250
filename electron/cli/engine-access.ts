/**
 * The engine for one command of the command line: the running host's, through its control door, or one opened here
 * for the length of the command where none runs.
 */
import type { AnswerOf, CommandName, InputOf } from '../../shared/contract/commands.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { createEngine } from '../engine/engine.ts';
import { connectToRunningHost } from '../host/control-client.ts';
import type { EngineClient } from '../host/engine-client.ts';
import { keyFromFile } from '../host/key-file.ts';
import { unlockAtStart } from '../host/unlock-at-start.ts';
import { startPassphrase } from './start-passphrase.ts';
import { stderrLogger } from './stderr-logger.ts';

export interface EngineAccess {
  /** @throws AppFault what the engine answered */
  call<N extends CommandName>(name: N, input: InputOf<N>): Promise<AnswerOf<N>>;
  readonly client: EngineClient;
  /** true where another process holds the workspace and answers. */
  readonly running: boolean;
}

export async function withEngine<T>(
  options: { dataDir: string; version: string },
  work: (engine: EngineAccess) => Promise<T>,
): Promise<T> {
  const running = await connectToRunningHost(options.dataDir);
  const client = running ?? (await openHere(options));
  try {
    return await work({
      client,
      running: running !== null,
      call: (name, input) => callEngine(client, name, input),
    });
  } finally {
    await client.close();
  }
}

async function callEngine<N extends CommandName>(
  client: EngineClient,
  name: N,
  input: InputOf<N>,
): Promise<AnswerOf<N>> {
  const envelope = await client.dispatch(name, input, { door: 'cli' });
  if (envelope.ok) return envelope.value as AnswerOf<N>;
  throw new AppFault(envelope.fault.code, envelope.fault.message, envelope.fault);
}

async function openHere(options: { dataDir: string; version: string }): Promise<EngineClient> {
  const engine = await createEngine({
    dataDir: options.dataDir,
    version: options.version,
    scimPort: null,
    scimHost: '127.0.0.1',
    keys: [keyFromFile(options.dataDir)],
    logger: stderrLogger,
  });
  await unlockAtStart(engine, startPassphrase(), stderrLogger);
  return engine;
}
