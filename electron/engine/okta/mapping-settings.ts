/**
 * Mappings as an admin saves and tries them: what cannot be used is refused with a sentence at the row, and a preview
 * works them out for one person without sending anything.
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import { type MappingRow, mappingTargets } from '../../../shared/domain/attribute-mapping.ts';
import type { MappingPreview } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import { readApp } from '../storage/okta-connection-rows.ts';
import { readPerson } from '../storage/okta-people-rows.ts';
import { compileMapping, type MappingSettings } from './app-mapping.ts';
import type { Sim } from './context.ts';
import { compileExpression } from './expression/expression.ts';
import { ExpressionError } from './expression/expression-error.ts';
import { mappedPerson } from './mapped-person.ts';

/**
 * @param next the settings as they would be @param given what is being changed; the rest was checked before
 * @throws AppFault `invalid-input` with a sentence per field: `mappings.3.value`, `appUsernameExpression`
 */
export function checkMappings(
  next: MappingSettings,
  given: Partial<
    Pick<ParsedInputOf<'sim.configure'>, 'mappings' | 'appUsernameFormat' | 'appUsernameExpression'>
  >,
): void {
  const fields: Record<string, string> = {};
  if (given.mappings) checkRows(given.mappings, fields);
  const touched = given.appUsernameFormat !== undefined || given.appUsernameExpression !== undefined;
  if (touched && next.appUsernameFormat === 'custom') {
    const problem = mistakeIn(next.appUsernameExpression);
    if (problem !== null) fields['appUsernameExpression'] = problem;
  }
  const [first] = Object.values(fields);
  if (first !== undefined) throw new AppFault('invalid-input', first, { fields });
}

const targets: ReadonlyMap<string, string> = new Map(mappingTargets.map((t) => [t.variable, t.label]));

function checkRows(rows: readonly MappingRow[], fields: Record<string, string>): void {
  const seen = new Set<string>();
  rows.forEach(({ target, value }, i) => {
    const label = targets.get(target);
    if (label === undefined) fields[`mappings.${i}.target`] = `There is no attribute ${target} to map to.`;
    else if (seen.has(target)) fields[`mappings.${i}.target`] = `${label} is mapped twice.`;
    seen.add(target);
    const problem = problemOf(value);
    if (problem !== null) fields[`mappings.${i}.value`] = problem;
  });
}

function problemOf(value: MappingRow['value']): string | null {
  switch (value.kind) {
    case 'attribute':
      return isName(value.name) ? null : `${value.name} is no attribute of an Okta profile.`;
    case 'constant':
      return null;
    case 'expression':
      return mistakeIn(value.text);
    default:
      return value satisfies never;
  }
}

/** Profiles may have attributes of their own, so any name that an expression could use will do. */
function isName(name: string): boolean {
  return mistakeIn(`user.${name}`) === null && !name.includes(' ');
}

function mistakeIn(expression: string): string | null {
  try {
    compileExpression(expression);
    return null;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return error.message;
  }
}

/** @throws AppFault `not-found` */
export function previewMapping(sim: Sim, input: ParsedInputOf<'sim.previewMapping'>): MappingPreview {
  const app = readApp(sim.db, input.connectionId);
  const person = readPerson(sim.db, input.personId);
  if (app === undefined) throw new AppFault('not-found', 'This connection does not exist any more.');
  if (person === undefined) {
    throw new AppFault('not-found', 'This person is not in the simulated org any more.');
  }
  const { appUsernameFormat, appUsernameExpression, mappings } = input;
  const mapping = compileMapping({
    ...app,
    appUsernameFormat: appUsernameFormat ?? app.appUsernameFormat,
    appUsernameExpression: appUsernameExpression ?? app.appUsernameExpression,
    mappings: mappings === undefined ? app.mappings : mappings,
  });
  return mapping.preview(mappedPerson(sim, person), input.applyOn === 'create' ? 'create' : 'update');
}
