/** `rollcall sim rules …`: Push Groups by rule from the command line. */
import {
  mostGroupsPerRule,
  type PushRuleCondition,
  type PushRuleConditions,
  type PushRuleOperator,
  type PushRuleRecord,
} from '../../shared/domain/simulator.ts';
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

const words: Record<PushRuleOperator, string> = {
  starts: 'starts with',
  ends: 'ends with',
  contains: 'contains',
};

function described(conditions: PushRuleConditions): string {
  const part = (what: string, c: PushRuleCondition | null) =>
    c === null ? [] : [`${what} ${words[c.operator]} ${JSON.stringify(c.value)}`];
  return [...part('name', conditions.name), ...part('description', conditions.description)].join(' and ');
}

function condition(
  operator: PushRuleOperator | undefined,
  value: string | undefined,
): PushRuleCondition | null {
  return value === undefined ? null : { operator: operator ?? 'starts', value };
}

function operatorOf(flag: string, given: string | undefined): PushRuleOperator | undefined {
  if (given === undefined || given === 'starts' || given === 'ends' || given === 'contains') return given;
  throw new UsageError(`--${flag} is starts, ends or contains.`);
}

async function findRule(engine: EngineAccess, connectionId: string, wanted: string | undefined) {
  const all = await engine.call('sim.pushRules', { connectionId });
  const found = all.find((r) => r.id === wanted || r.name.toLowerCase() === wanted?.toLowerCase());
  if (found !== undefined) return found;
  const names = all.map((r) => r.name).join(', ') || 'none';
  throw new AppFault(
    'not-found',
    `There is no push rule ${JSON.stringify(wanted ?? '')}. There are: ${names}.`,
  );
}

function row(rule: PushRuleRecord): string[] {
  const { id, name, status, groups, errors, conditions } = rule;
  return [id, name, status, String(groups), String(errors), described(conditions)];
}

export const pushRuleCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'sim rules list',
    usage: 'rollcall sim rules list [--connection C]',
    says: 'Lists the push rules of the application.',
    examples: ['rollcall sim rules list --json'],
    flags: connectionFlag,
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const { id: connectionId } = await findConnection(engine, values.connection);
        const rules = await engine.call('sim.pushRules', { connectionId });
        if (values.json) return printJson(rules);
        printTable(['ID', 'NAME', 'STATUS', 'GROUPS', 'ERRORS', 'CONDITIONS'], rules.map(row));
      }),
  }),
  cliCommand({
    name: 'sim rules create',
    usage: 'rollcall sim rules create --name NAME (--group-name TEXT | --group-description TEXT) [--preview]',
    says: `Creates a push rule and pushes the groups that match, at most ${mostGroupsPerRule}. With --preview: lists them and sends nothing.`,
    examples: [
      'rollcall sim rules create --name "App groups" --group-name APP- --preview',
      'rollcall sim rules create --name EMEA --group-name emea --name-operator ends',
    ],
    flags: {
      ...connectionFlag,
      ...dialectFlag,
      name: { kind: 'text', says: 'name of the rule' },
      'group-name': { kind: 'text', says: 'what the group name starts with' },
      'name-operator': { kind: 'text', says: 'starts (default), ends or contains' },
      'group-description': { kind: 'text', says: 'what the group description starts with' },
      'description-operator': { kind: 'text', says: 'starts (default), ends or contains' },
      preview: { kind: 'switch', says: 'list the groups that match and send nothing' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const conditions = {
          name: condition(operatorOf('name-operator', values['name-operator']), values['group-name']),
          description: condition(
            operatorOf('description-operator', values['description-operator']),
            values['group-description'],
          ),
        };
        const { id: connectionId } = await findConnection(engine, values.connection);
        if (values.preview) return preview(engine, connectionId, conditions, values.json);
        if (!values.name) throw new UsageError('--name is needed.');
        await enableProvisioning(engine, connectionId, values.dialect);
        const rule = { connectionId, name: values.name, conditions };
        const outcome = await engine.call('sim.createPushRule', rule);
        return reportOutcomes([{ what: 'groups', outcome }], values.json);
      }),
  }),
  cliCommand({
    name: 'sim rules delete',
    usage: 'rollcall sim rules delete --name NAME [--delete-groups] [--connection C]',
    says: 'Deletes a push rule; its groups stay in the application unless --delete-groups is given.',
    examples: ['rollcall sim rules delete --name "App groups" --delete-groups'],
    flags: {
      ...connectionFlag,
      name: { kind: 'text', says: 'name or id of the rule' },
      'delete-groups': { kind: 'switch', says: 'delete its groups in the application' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const { id: connectionId } = await findConnection(engine, values.connection);
        const { id: ruleId } = await findRule(engine, connectionId, values.name);
        const deleteInApp = values['delete-groups'] === true;
        const outcome = await engine.call('sim.deletePushRule', { ruleId, deleteInApp });
        return reportOutcomes([{ what: 'groups', outcome }], values.json);
      }),
  }),
];

/** Exit code 1 where Okta would refuse the rule. */
async function preview(
  engine: EngineAccess,
  connectionId: string,
  conditions: PushRuleConditions,
  json: boolean,
): Promise<number> {
  const found = await engine.call('sim.previewPushRule', { connectionId, conditions });
  if (json) printJson(found);
  else {
    for (const group of found.groups) print(safeText(group.name));
    say(found.refused ?? `${found.total} ${found.total === 1 ? 'group matches' : 'groups match'}.`);
  }
  return found.refused === null ? 0 : 1;
}
