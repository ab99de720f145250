/**
 * Every command of the app, declared once: the page, the CLI and the tests call these, the engine's handler table
 * is complete by this type, and each door passes them on without looking at their names.
 *
 * To add one: declare it in `commands/<topic>.ts`, write its handler in `electron/engine/commands/`, call it.
 */
import type { z } from 'zod';
import type { Command } from './command.ts';
import { directoryCommands } from './commands/directory.ts';
import { schemaCommands } from './commands/schemas.ts';
import { serverProfileCommands } from './commands/server-profile.ts';
import { simulatorCommands } from './commands/simulator.ts';
import { trafficCommands } from './commands/traffic.ts';
import { transferCommands } from './commands/transfer.ts';
import { upkeepCommands } from './commands/upkeep.ts';
import { vaultCommands } from './commands/vault.ts';
import { workspaceCommands } from './commands/workspace.ts';

export const commands = {
  ...workspaceCommands,
  ...directoryCommands,
  ...vaultCommands,
  ...schemaCommands,
  ...trafficCommands,
  ...serverProfileCommands,
  ...simulatorCommands,
  ...transferCommands,
  ...upkeepCommands,
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller passes (defaults may be left out). */
export type InputOf<N extends CommandName> = z.input<Commands[N]['input']>;
/** What a handler receives (defaults filled in). */
export type ParsedInputOf<N extends CommandName> = z.output<Commands[N]['input']>;
export type AnswerOf<N extends CommandName> = Commands[N] extends Command<infer _S, infer T> ? T : never;

/** The part of the handler table that one topic fills. */
export type HandlersOf<T extends Partial<Record<CommandName, unknown>>> = {
  readonly [N in keyof T & CommandName]: (
    input: ParsedInputOf<N>,
    context: CallContext,
  ) => AnswerOf<N> | Promise<AnswerOf<N>>;
};

export type Handlers = HandlersOf<Commands>;

/** Which door a call came through; it signs what the call writes. */
export interface CallContext {
  readonly door: 'desktop' | 'console' | 'cli';
}
