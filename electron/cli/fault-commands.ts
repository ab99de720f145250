/** `rollcall server fault add|list|on|off|remove`: the SCIM server fails on purpose, by rule. */
import {
  type FaultEffect,
  type FaultMethod,
  type FaultPath,
  type FaultRule,
  faultPaths,
  ruleSentence,
  type ServerProfile,
  withFaultsOff,
} from '../../shared/domain/server-profile.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { randomBase62 } from '../engine/base/ids.ts';
import { type FlagValues, UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { print, printJson, printTable, say } from './output.ts';
import { changeProfile } from './profile-change.ts';

const methods: readonly FaultMethod[] = ['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const addFlags = {
  every: { kind: 'number', says: 'fails each n-th request that it concerns (default 1: each one)' },
  method: { kind: 'text', says: `${methods.join(', ')} (default any)` },
  path: { kind: 'text', says: `${faultPaths.join(', ')} (default any)` },
  status: { kind: 'number', says: 'answers with this status, 400 to 599' },
  'retry-after': { kind: 'number', says: 'with --status: Retry-After in seconds' },
  html: { kind: 'switch', says: 'answers 200 with an HTML page, as a proxy does' },
  drop: { kind: 'switch', says: 'ends the connection without an answer' },
  lose: { kind: 'switch', says: 'carries the request out and loses its answer' },
  delay: { kind: 'number', says: 'answers rightly, this many ms late' },
} as const;

type Given = FlagValues<typeof addFlags>;

/** @throws UsageError */
function readMethod(text = 'any'): FaultMethod {
  const found = methods.find((each) => each.toLowerCase() === text.toLowerCase());
  if (found === undefined)
    throw new UsageError(`--method is one of ${methods.join(', ')}, not ${JSON.stringify(text)}.`);
  return found;
}

/** @throws UsageError */
function readPath(text = 'any'): FaultPath {
  const found = faultPaths.find((each) => each.toLowerCase() === text.toLowerCase());
  if (found === undefined)
    throw new UsageError(`--path is one of ${faultPaths.join(', ')}, not ${JSON.stringify(text)}.`);
  return found;
}

/** @throws UsageError where it is none or more than one */
function readEffect(given: Given): FaultEffect {
  const effects: FaultEffect[] = [];
  if (given.status !== undefined)
    effects.push({ kind: 'status', status: given.status, retryAfter: given['retry-after'] ?? null });
  if (given.html) effects.push({ kind: 'not-json' });
  if (given.drop) effects.push({ kind: 'drop' });
  if (given.lose) effects.push({ kind: 'lose' });
  if (given.delay !== undefined) effects.push({ kind: 'delay', ms: given.delay });
  const [effect] = effects;
  if (effect === undefined || effects.length > 1)
    throw new UsageError('How does it fail? Give one of --status, --html, --drop, --lose, --delay.');
  if (given['retry-after'] !== undefined && effect.kind !== 'status')
    throw new UsageError('--retry-after goes with --status.');
  return effect;
}

/** @throws UsageError where none is given, AppFault where no rule has it */
function ruleOf(profile: ServerProfile, id: string): FaultRule {
  const rule = profile.faults.find((each) => each.id === id);
  if (rule === undefined)
    throw new AppFault('not-found', `There is no fault rule ${JSON.stringify(id.slice(0, 80))}.`);
  return rule;
}

function switched(profile: ServerProfile, id: string, on: boolean): ServerProfile {
  ruleOf(profile, id);
  return { ...profile, faults: profile.faults.map((each) => (each.id === id ? { ...each, on } : each)) };
}

function idIn(rest: readonly string[]): string {
  const [id] = rest;
  if (id === undefined) throw new UsageError('Which rule? Give its id from rollcall server fault list.');
  return id;
}

const add = cliCommand({
  name: 'server fault add',
  usage:
    'rollcall server fault add [--every N] [--method M] [--path P] (--status N [--retry-after S] | --html | --drop | --lose | --delay MS)',
  says: 'Makes a share of the requests fail; prints the id of the rule.',
  examples: [
    'rollcall server fault add --every 5 --method POST --path /Users --status 429 --retry-after 3',
    'rollcall server fault add --every 10 --lose',
    'rollcall server fault add --every 7 --method GET --path /Users --html',
    'rollcall server fault add --every 5 --method GET --path /Users --delay 61000',
  ],
  flags: addFlags,
  run: (values, _rest, context) => {
    const rule: FaultRule = {
      id: `flt_${randomBase62(8)}`,
      on: true,
      method: readMethod(values.method),
      path: readPath(values.path),
      every: values.every ?? 1,
      effect: readEffect(values),
    };
    return onEngine(values, context, async (engine) => {
      await changeProfile(engine, (now) => ({ ...now, faults: [...now.faults, rule] }));
      if (values.json) return printJson(rule);
      print(rule.id);
      say(`${ruleSentence(rule)} In force from the next request on.`);
    });
  },
});

const list = cliCommand({
  name: 'server fault list',
  usage: 'rollcall server fault list',
  says: 'Lists the fault rules of the SCIM server.',
  examples: ['rollcall server fault list --json'],
  flags: {},
  run: (values, _rest, context) =>
    onEngine(values, context, async (engine) => {
      const { faults } = await engine.call('server.profile', {});
      if (values.json) return printJson(faults);
      printTable(
        ['ID', 'STATE', 'RULE'],
        faults.map((rule) => [rule.id, rule.on ? 'on' : 'off', ruleSentence(rule)]),
      );
    }),
});

const turnOff = cliCommand({
  name: 'server fault off',
  usage: 'rollcall server fault off [ID]',
  says: 'Switches one fault rule off, or all of them; they stay in the list.',
  examples: ['rollcall server fault off', 'rollcall server fault off flt_8Qz1…'],
  flags: {},
  run: (values, rest, context) =>
    onEngine(values, context, async (engine) => {
      const [id] = rest;
      const profile = await changeProfile(engine, (now) =>
        id === undefined ? withFaultsOff(now) : switched(now, id, false),
      );
      if (values.json) return printJson(profile.faults);
      say(id === undefined ? 'All fault rules are off.' : `Off: ${ruleSentence(ruleOf(profile, id))}`);
    }),
});

const turnOn = cliCommand({
  name: 'server fault on',
  usage: 'rollcall server fault on ID',
  says: 'Switches a fault rule on again.',
  examples: ['rollcall server fault on flt_8Qz1…'],
  flags: {},
  run: (values, rest, context) => {
    const id = idIn(rest);
    return onEngine(values, context, async (engine) => {
      const profile = await changeProfile(engine, (now) => switched(now, id, true));
      if (values.json) return printJson(profile.faults);
      say(`On: ${ruleSentence(ruleOf(profile, id))}`);
    });
  },
});

const remove = cliCommand({
  name: 'server fault remove',
  usage: 'rollcall server fault remove ID',
  says: 'Removes a fault rule from the list.',
  examples: ['rollcall server fault remove flt_8Qz1…'],
  flags: {},
  run: (values, rest, context) => {
    const id = idIn(rest);
    return onEngine(values, context, async (engine) => {
      let removed: FaultRule | null = null;
      await changeProfile(engine, (now) => {
        removed = ruleOf(now, id);
        return { ...now, faults: now.faults.filter((each) => each.id !== id) };
      });
      if (values.json) return printJson(removed);
      say(`Removed ${id}.`);
    });
  },
});

export const faultCommands: readonly CliCommand[] = [add, list, turnOff, turnOn, remove];
