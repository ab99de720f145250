/** `rollcall sim …`: the simulated Okta org from the command line, for scripts and for the tour. */
import { readFileSync } from 'node:fs';
import type { ImportSummary, OperationOutcome } from '../../shared/domain/simulator.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import type { EngineAccess } from './engine-access.ts';
import { print, printJson, printTable, safeText, say } from './output.ts';
import {
  connectionFlag,
  dialectFlag,
  enableProvisioning,
  findConnection,
  reportOutcomes,
} from './simulator-parts.ts';

/** The first `count` people, or those with these logins. */
async function choosePeople(
  engine: EngineAccess,
  values: { people?: number | undefined; login?: string | undefined; skip?: number | undefined },
): Promise<string[]> {
  const ids: string[] = [];
  if (values.login !== undefined) {
    for (const login of values.login.split(',')) {
      const page = await engine.call('sim.people', { text: login.trim(), limit: 50 });
      const person = page.rows.find((p) => p.profile.login === login.trim());
      if (person === undefined)
        throw new AppFault(
          'not-found',
          `There is no person with the login ${JSON.stringify(login.trim())} in the simulated org.`,
        );
      ids.push(person.id);
    }
    return ids;
  }
  const wanted = values.people ?? 0;
  while (ids.length < wanted) {
    const offset = (values.skip ?? 0) + ids.length;
    const page = await engine.call('sim.people', {
      status: 'ACTIVE',
      offset,
      limit: Math.min(500, wanted - ids.length),
    });
    if (page.rows.length === 0) break;
    ids.push(...page.rows.map((p) => p.id));
  }
  return ids;
}

async function chooseGroups(engine: EngineAccess, count: number, skip: number): Promise<string[]> {
  if (count === 0) return [];
  const page = await engine.call('sim.groups', { offset: skip, limit: count });
  return page.rows.map((g) => g.id);
}

function sum(outcomes: readonly OperationOutcome[]): OperationOutcome {
  return {
    operationId: outcomes[0]?.operationId ?? '',
    done: outcomes.reduce((n, o) => n + o.done, 0),
    failed: outcomes.reduce((n, o) => n + o.failed, 0),
    failures: outcomes.flatMap((o) => o.failures).slice(0, 50),
    notes: [...new Set(outcomes.flatMap((o) => o.notes))].slice(0, 50),
  };
}

/** Waits for the job to end; progress goes to stderr on a terminal. */
async function runImport(engine: EngineAccess, connectionId: string): Promise<ImportSummary> {
  const stop = engine.client.onEvent((event) => {
    if (event.type === 'job' && event.connectionId === connectionId && process.stderr.isTTY) say(event.phase);
  });
  try {
    await engine.call('sim.import', { connectionId });
    for (;;) {
      const state = await engine.call('sim.importState', { connectionId });
      if (!state.running) {
        if (state.last === null) throw new AppFault('internal', 'The import ended without a summary.');
        return state.last;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    stop();
  }
}

function printSummary(s: ImportSummary): void {
  const count = (n: number, one: string, many: string) => print(`${n} ${n === 1 ? one : many}`);
  count(s.usersScanned, 'user scanned', 'users scanned');
  count(s.newUsers, 'new user imported', 'new users imported');
  count(s.usersUpdated, 'existing user updated', 'existing users updated');
  count(s.usersUnchanged, 'existing user unchanged', 'existing users unchanged');
  count(s.usersRemoved, 'user removed', 'users removed');
  count(s.groupsScanned, 'group scanned', 'groups scanned');
  for (const warning of s.warnings) print(`Warning: ${safeText(warning)}`);
  if (s.error !== null) print(`Stopped: ${safeText(s.error)}`);
}

export const simulatorCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'sim connections',
    usage: 'rollcall sim connections',
    says: 'Lists the servers the simulated Okta org knows.',
    examples: ['rollcall sim connections'],
    flags: {},
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const all = await engine.call('connections.list', {});
        if (values.json) return printJson(all);
        printTable(
          ['ID', 'NAME', 'BASE URL', 'AUTH', 'LAST RESULT'],
          all.map((c) => [c.id, c.name, c.baseUrl, c.authMode, c.lastResult ?? '']),
        );
      }),
  }),
  cliCommand({
    name: 'sim connect',
    usage:
      'rollcall sim connect --name NAME --base-url URL [--auth bearer|header|basic] --token-file FILE|--token-stdin',
    says: 'Adds a SCIM server to test. The secret comes from a file or from stdin, never from the command line.',
    examples: [
      'rollcall sim connect --name staging --base-url https://app.example/scim/v2 --token-file token.txt',
    ],
    flags: {
      name: { kind: 'text', says: 'what to call it' },
      'base-url': { kind: 'text', says: 'SCIM 2.0 base URL' },
      auth: { kind: 'text', says: 'bearer (default), header (sent verbatim), basic' },
      username: { kind: 'text', says: 'user name for basic' },
      'token-file': { kind: 'text', says: 'file that holds the secret' },
      'token-stdin': { kind: 'switch', says: 'read the secret from stdin' },
      production: { kind: 'switch', says: 'mark it as production' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const auth = values.auth ?? 'bearer';
        if (auth !== 'bearer' && auth !== 'header' && auth !== 'basic')
          throw new UsageError('--auth is bearer, header or basic.');
        if (!values.name || !values['base-url']) throw new UsageError('--name and --base-url are needed.');
        if (!values['token-stdin'] && values['token-file'] === undefined)
          throw new UsageError('Give the secret with --token-file or --token-stdin.');
        const secret = readFileSync(
          values['token-stdin'] ? 0 : (values['token-file'] as string),
          'utf8',
        ).trim();
        const made = await engine.call('connections.create', {
          name: values.name,
          baseUrl: values['base-url'],
          authMode: auth,
          username: values.username ?? null,
          secret,
          environment: values.production ? 'production' : 'test',
        });
        if (values.json) return printJson(made);
        say(`Added ${made.name} (${made.id}).`);
      }),
  }),
  cliCommand({
    name: 'sim fill',
    usage: 'rollcall sim fill --people N --groups M [--seed S]',
    says: 'Fills the simulated Okta org with people. The same seed as `rollcall seed` gives the same people.',
    examples: ['rollcall sim fill --people 2000 --groups 40'],
    flags: {
      people: { kind: 'number', says: 'how many people' },
      groups: { kind: 'number', says: 'how many groups' },
      seed: { kind: 'number', says: 'which list of people (default 1)' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const made = await engine.call('sim.fill', {
          people: values.people ?? 40,
          groups: values.groups ?? 8,
          seed: values.seed ?? 1,
        });
        if (values.json) return printJson(made);
        say(`The simulated org has ${made.people} more people and ${made.groups} more groups.`);
      }),
  }),
  cliCommand({
    name: 'sim test',
    usage: 'rollcall sim test [--connection C]',
    says: 'Test API Credentials, as Okta does it.',
    examples: ['rollcall sim test --connection staging'],
    flags: connectionFlag,
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const target = await findConnection(engine, values.connection);
        const result = await engine.call('sim.test', { connectionId: target.id });
        if (values.json) printJson(result);
        else {
          for (const step of result.steps)
            print(`${step.ok ? 'ok  ' : 'fail'} ${safeText(step.title)}: ${safeText(step.detail)}`);
          print(safeText(result.oktaText));
        }
        return result.ok ? 0 : 3;
      }),
  }),
  cliCommand({
    name: 'sim push',
    usage:
      'rollcall sim push [--connection C] [--dialect D] [--people N | --login L,…] [--skip N] [--groups N]',
    says: 'Assigns people to the application and pushes groups, as Okta does it.',
    examples: ['rollcall sim push --people 50 --groups 5 --dialect wizard'],
    flags: {
      ...connectionFlag,
      ...dialectFlag,
      people: { kind: 'number', says: 'how many people to assign' },
      login: { kind: 'text', says: 'logins to assign, with commas' },
      skip: { kind: 'number', says: 'people to pass over first' },
      'skip-groups': { kind: 'number', says: 'groups to pass over first' },
      groups: { kind: 'number', says: 'how many groups to push' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const target = await findConnection(engine, values.connection);
        await enableProvisioning(engine, target.id, values.dialect);
        const personIds = await choosePeople(engine, values);
        const groupIds = await chooseGroups(engine, values.groups ?? 0, values['skip-groups'] ?? 0);
        const outcomes = [];
        if (personIds.length > 0)
          outcomes.push({
            what: 'people',
            outcome: await engine.call('sim.assign', { connectionId: target.id, personIds }),
          });
        if (groupIds.length > 0)
          outcomes.push({
            what: 'groups',
            outcome: await engine.call('sim.pushGroups', { connectionId: target.id, groupIds }),
          });
        if (outcomes.length === 0)
          throw new UsageError('Nothing to push: give --people, --login or --groups.');
        return reportOutcomes(outcomes, values.json);
      }),
  }),
  cliCommand({
    name: 'sim change',
    usage: 'rollcall sim change (--people N | --login L,…) --set ATTRIBUTE=VALUE',
    says: 'Changes people in the simulated org; where they are assigned, Okta pushes the update.',
    examples: ['rollcall sim change --people 10 --set title="Senior controller"'],
    flags: {
      people: { kind: 'number', says: 'how many people' },
      login: { kind: 'text', says: 'logins, with commas' },
      skip: { kind: 'number', says: 'people to pass over first' },
      set: { kind: 'text', says: 'Okta profile attribute and its new value' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const [, attribute, value] = /^(\w+)=(.*)$/s.exec(values.set ?? '') ?? [];
        if (attribute === undefined || value === undefined)
          throw new UsageError('--set takes ATTRIBUTE=VALUE, e.g. title=Controller.');
        const outcomes = [];
        for (const id of await choosePeople(engine, values)) {
          const { outcome } = await engine.call('sim.updatePerson', { id, profile: { [attribute]: value } });
          outcomes.push(outcome);
        }
        return reportOutcomes([{ what: 'updates', outcome: sum(outcomes) }], values.json);
      }),
  }),
  cliCommand({
    name: 'sim deactivate',
    usage: 'rollcall sim deactivate (--people N | --login L,…)',
    says: 'Deactivates people in the simulated org; Okta unassigns them, which deactivates their accounts.',
    examples: ['rollcall sim deactivate --people 5'],
    flags: {
      people: { kind: 'number', says: 'how many people' },
      login: { kind: 'text', says: 'logins, with commas' },
      skip: { kind: 'number', says: 'people to pass over first' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const ids = await choosePeople(engine, values);
        if (ids.length === 0) throw new UsageError('Nobody to deactivate: give --people or --login.');
        const outcome = await engine.call('sim.setPersonStatus', { ids, status: 'DEPROVISIONED' });
        return reportOutcomes([{ what: 'deactivations', outcome }], values.json);
      }),
  }),
  cliCommand({
    name: 'sim import',
    usage: 'rollcall sim import [--connection C] [--match username|email] [--groups] [--confirm]',
    says: 'Import Now: reads every page, matches, and with --confirm confirms the assignments.',
    examples: ['rollcall sim import --confirm --json'],
    flags: {
      ...connectionFlag,
      match: { kind: 'text', says: 'exact match rule: username (default) or email' },
      groups: { kind: 'switch', says: 'import groups too (as it is set unless said)' },
      'no-groups': { kind: 'switch', says: 'import no groups' },
      confirm: { kind: 'switch', says: 'confirm: exact matches to the existing person, the rest as new' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const { id: connectionId } = await findConnection(engine, values.connection);
        if (values.match !== undefined && values.match !== 'username' && values.match !== 'email')
          throw new UsageError('--match is username or email.');
        await engine.call('sim.configure', {
          connectionId,
          provisioningEnabled: true,
          ...(values.groups ? { importGroups: true } : {}),
          ...(values['no-groups'] ? { importGroups: false } : {}),
          ...(values.match ? { matchRule: values.match } : {}),
        });
        const summary = await runImport(engine, connectionId);
        const { counts } = await engine.call('sim.importState', { connectionId });
        const confirmed = values.confirm ? await confirmAll(engine, connectionId) : null;
        if (values.json) printJson({ summary, counts, confirmed });
        else {
          printSummary(summary);
          if (confirmed)
            say(
              `${confirmed.created} Okta users created, ${confirmed.assigned} existing users assigned, ${confirmed.ignored} users ignored.`,
            );
        }
        return summary.error === null ? 0 : 3;
      }),
  }),
];

async function confirmAll(engine: EngineAccess, connectionId: string) {
  await engine.call('sim.decide', { connectionId, match: 'EXACT', decision: 'EXISTING', selected: true });
  await engine.call('sim.decide', { connectionId, match: 'NONE', decision: 'NEW', selected: true });
  return engine.call('sim.confirm', { connectionId });
}
