/** The simulator's commands as a door calls them: the input is read by the contract, the handler is the engine's. */
import { simulatorHandlers } from '../../electron/engine/commands/simulator-commands.ts';
import type { Simulator } from '../../electron/engine/okta/simulator.ts';
import { simulatorCommands } from '../../shared/contract/commands/simulator.ts';
import type { AnswerOf, InputOf } from '../../shared/contract/commands.ts';
import type { ImportSummary } from '../../shared/domain/simulator.ts';

type Name = keyof typeof simulatorCommands;

export type RunCommand = <N extends Name>(name: N, input: InputOf<N>) => Promise<AnswerOf<N>>;

export function commandsOf(sim: Simulator): RunCommand {
  const handlers = simulatorHandlers(sim);
  return async <N extends Name>(name: N, input: InputOf<N>) => {
    const parsed: unknown = simulatorCommands[name].input.parse(input);
    // the table is complete by type; only the pairing of name and input is lost in this lookup
    const handler = handlers[name] as (input: unknown, context: { door: 'cli' }) => unknown;
    return (await handler(parsed, { door: 'cli' })) as AnswerOf<N>;
  };
}

/** Import Now, to its end. */
export async function importToTheEnd(run: RunCommand, connectionId: string): Promise<ImportSummary> {
  await run('sim.import', { connectionId });
  for (;;) {
    const { running, last } = await run('sim.importState', { connectionId });
    if (!running && last !== null) return last;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
