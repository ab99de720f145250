/**
 * The command line: another door to the same commands. Finds the command, reads its flags, turns what went wrong
 * into a sentence and an exit code. `rollcall.mjs` beside the sources checks the Node version and the build first.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppFault } from '../engine/base/app-fault.ts';
import { nearest, readFlags, UsageError } from './arguments.ts';
import type { CliCommand, CliContext } from './command.ts';
import { directoryCliCommands } from './directory-commands.ts';
import { faultCommands } from './fault-commands.ts';
import { hostCommands } from './host-commands.ts';
import { openCommand } from './open-command.ts';
import { exitCodeOf, print, printFault, say } from './output.ts';
import { pushRuleCliCommands } from './push-rule-commands.ts';
import { schemaCliCommands } from './schema-commands.ts';
import { serverCliCommands } from './server-commands.ts';
import { simulatorCliCommands } from './simulator-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { upkeepCliCommands } from './upkeep-commands.ts';

const all: readonly CliCommand[] = [
  openCommand,
  ...hostCommands,
  ...tokenCommands,
  ...schemaCliCommands,
  ...serverCliCommands,
  ...faultCommands,
  ...directoryCliCommands,
  ...simulatorCliCommands,
  ...pushRuleCliCommands,
  ...upkeepCliCommands,
];

function readContext(): CliContext {
  const source = import.meta.url.endsWith('.ts');
  const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return {
    version: about.version,
    workerUrl: source
      ? new URL('../host/engine-worker.ts', import.meta.url)
      : new URL('./engine-worker.js', import.meta.url),
    pageDir: fileURLToPath(new URL(source ? '../../out/renderer' : '../renderer', import.meta.url)),
  };
}

function findCommand(args: readonly string[]): { command: CliCommand; rest: string[] } {
  const words = args.filter((a) => !a.startsWith('-'));
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = all.find((c) => c.name === name);
    if (command !== undefined && words.length >= length)
      return { command, rest: without(args, words.slice(0, length)) };
  }
  if (words.length === 0) return { command: openCommand, rest: [...args] };
  const asked = words.slice(0, 2).join(' ');
  throw new UsageError(`There is no command ${JSON.stringify(asked)}.${hintFor(asked)}`);
}

/** What was meant perhaps, or what begins with the same words. */
function hintFor(asked: string): string {
  const [first = ''] = asked.split(' ');
  const names = all.map((c) => c.name);
  const family = (start: string) => names.filter((name) => name.startsWith(`${start} `));
  const whole = family(asked);
  const near = whole.length > 0 ? null : (nearest(asked, names) ?? nearest(first, names));
  if (near !== null) return ` Did you mean ${near}?`;
  const there = whole.length > 0 ? whole : family(first);
  return there.length > 0 ? ` There are: ${there.join(', ')}.` : ' See rollcall --help.';
}

/** `args` without the first occurrence of each of `words`, in order. */
function without(args: readonly string[], words: readonly string[]): string[] {
  const left = [...words];
  return args.filter((a) => {
    if (left[0] !== a) return true;
    left.shift();
    return false;
  });
}

function printOverview(version: string): void {
  print(`Rollcall ${version}: provisioning oversight on your own computer.\n`);
  print('Usage: rollcall <command> [flags]\n');
  const width = Math.max(...all.map((c) => c.name.length));
  for (const command of all) print(`  ${command.name.padEnd(width)}  ${command.says}`);
  print('\nrollcall <command> --help shows flags and examples. Data goes to stdout, messages to stderr.');
}

function printHelp(command: CliCommand): void {
  print('Examples:');
  for (const example of command.examples) print(`  ${example}`);
  print(`\n${command.says}\n\nUsage: ${command.usage}\n\nFlags:`);
  const names = Object.entries(command.flags).map(
    ([name, flag]) => [`--${name}${flag.short ? `, -${flag.short}` : ''}`, flag.says] as const,
  );
  const width = Math.max(...names.map(([name]) => name.length));
  for (const [name, says] of names) print(`  ${name.padEnd(width)}  ${says}`);
}

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  try {
    const context = readContext();
    const wantsHelp = args.includes('--help') || args.includes('-h') || args[0] === 'help';
    if (args.includes('--version')) {
      print(context.version);
      return 0;
    }
    if (wantsHelp && args.filter((a) => !a.startsWith('-') && a !== 'help').length === 0) {
      printOverview(context.version);
      return 0;
    }
    const { command, rest } = findCommand(args.filter((a) => a !== 'help'));
    if (wantsHelp) {
      printHelp(command);
      return 0;
    }
    const read = readFlags(rest, command.flags);
    return await command.run(read.values, read.rest, context);
  } catch (error) {
    return explain(error, json);
  }
}

function explain(error: unknown, json: boolean): number {
  if (error instanceof UsageError) {
    printFault({ code: 'invalid-input', message: error.message }, json);
    return 2;
  }
  if (error instanceof AppFault) {
    const fault = error.toFault();
    printFault(fault, json);
    return exitCodeOf(fault);
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 70;
}

// a reader that closed its end, as `head` does, is no failure (security.md L7)
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 70);
});

process.exitCode = await main(process.argv.slice(2));
