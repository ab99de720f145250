/**
 * One way in for every door: find the command, read its input by the contract, run its handler, answer with a value.
 * Nothing thrown inside leaves as an exception; what was not expected leaves without detail and is logged.
 */
import type { z } from 'zod';
import {
  type CallContext,
  type CommandName,
  commands,
  type Handlers,
} from '../../../shared/contract/commands.ts';
import type { Envelope, Fault } from '../../../shared/contract/faults.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Logger } from '../base/ports.ts';
import { issueWords } from './input-words.ts';

export type Dispatch = (name: string, input: unknown, context: CallContext) => Promise<Envelope<unknown>>;

export function createRouter(handlers: Handlers, logger: Logger): Dispatch {
  return async (name, input, context) => {
    if (!isCommand(name)) return failed({ code: 'not-found', message: `There is no command ${show(name)}.` });
    const parsed = commands[name].input.safeParse(input ?? {});
    if (!parsed.success) return failed(inputFault(parsed.error));
    try {
      // the table is complete by type; only the pairing of name and input is lost in this lookup
      const handler = handlers[name] as (input: unknown, context: CallContext) => unknown;
      return { ok: true, value: await handler(parsed.data, context) };
    } catch (error) {
      return failed(toFault(error, name, logger));
    }
  };
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}

function show(name: unknown): string {
  return JSON.stringify(String(name).slice(0, 80));
}

function failed(fault: Fault): Envelope<never> {
  return { ok: false, fault };
}

function inputFault(error: z.ZodError): Fault {
  const fields: Record<string, string> = {};
  for (const issue of error.issues.slice(0, 20)) {
    const path = issue.path.map(String).join('.') || 'input';
    fields[path] ??= issueWords(issue);
  }
  const [first] = Object.entries(fields);
  return {
    code: 'invalid-input',
    message: first === undefined ? 'The input is not valid.' : `${first[0]}: ${first[1]}`,
    fields,
  };
}

/** SQLite's own refusals become words; anything else unexpected is logged with its stack and answered without. */
function toFault(error: unknown, command: string, logger: Logger): Fault {
  if (error instanceof AppFault) return error.toFault();
  const code = (error as { code?: string } | null)?.code ?? '';
  if (code.startsWith('SQLITE_FULL')) {
    return {
      code: 'disk-full',
      message: 'The disk is full. Nothing was changed. Free some space and try again.',
    };
  }
  if (/^SQLITE_(READONLY|IOERR|CANTOPEN)/.test(code)) {
    return {
      code: 'workspace-unwritable',
      message: `The workspace cannot be written (${code}). Nothing was changed.`,
    };
  }
  logger.error('a command failed unexpectedly', {
    command,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return {
    code: 'internal',
    message: 'Something went wrong inside Rollcall. Nothing was changed. The log has the details.',
  };
}
