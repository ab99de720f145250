/**
 * The mappings of an application, ready to be worked out for people (okta.md 3.3, 3.9): its username by the username
 * format, its attributes by the rows that apply. Expressions are read once and used for everyone.
 *
 * Not here: what Okta sends of it and when; the flows know that. A change of group membership alone pushes no profile,
 * though a row may ask for it: Force Sync carries it over (inferred).
 */
import {
  type ApplyOn,
  type AppUsernameFormat,
  defaultMappings,
  type MappingRow,
  mappingTargets,
  type PreviewedRow,
} from '../../../shared/domain/attribute-mapping.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { AppSettings, MappingPreview, PersonProfile } from '../../../shared/domain/simulator.ts';
import { asText } from './expression/conversion.ts';
import { compileExpression, type Expression } from './expression/expression.ts';
import { ExpressionError } from './expression/expression-error.ts';
import type { Subject } from './expression/syntax.ts';
import { OktaTask } from './peer.ts';
import { assembleUser, attributesOf } from './target-paths.ts';

export type MappingSettings = Pick<
  AppSettings,
  'appUsernameFormat' | 'appUsernameExpression' | 'appUsernameUpdate' | 'excludeUsernameUpdates' | 'mappings'
>;

export interface MappedPerson {
  readonly profile: PersonProfile;
  readonly groupNames: () => readonly string[];
}

/**
 * `create` is the POST, `link` the profile push after a match, `update` every later push. A link takes the rows of
 * Create too: the app user is new to Okta (inferred).
 */
export type MappingEvent = 'create' | 'link' | 'update';

export interface AppMapping {
  /** @throws OktaTask where the format gives no name */
  username(person: MappedPerson): string;
  /** @throws OktaTask where a row cannot be worked out; nothing is sent then */
  attributes(person: MappedPerson, event: MappingEvent): JsonObject;
  preview(person: MappedPerson, event: MappingEvent): MappingPreview;
  /** SCIM attributes with a part that is mapped on Create only. */
  readonly partial: ReadonlySet<string>;
}

/** Okta's templates of these names (okta.md 3.3, documented), as expressions. */
const formats: Readonly<Record<Exclude<AppUsernameFormat, 'custom'>, string>> = {
  login: 'source.login',
  loginPrefix: 'String.substringBefore(source.login, "@")',
  email: 'source.email',
  emailPrefix: 'String.substringBefore(source.email, "@")',
};

type Work = (subject: Subject) => string | null;

interface CompiledRow {
  readonly row: MappingRow;
  readonly work: Work;
}

/** A row that does not parse fails for each person; it is refused where it is saved. */
export function compileMapping(settings: MappingSettings): AppMapping {
  const rows = (settings.mappings ?? defaultMappings).map((row) => ({ row, work: workOf(row) }));
  const nameOf = usernameWork(settings);
  const username = (person: MappedPerson) => {
    const { value, error } = attempted(nameOf, subjectOf(person, null));
    if (value !== null) return value;
    throw mappingFailed('username', error ?? 'the username format gives an empty name');
  };
  const attributes = (person: MappedPerson, event: MappingEvent) => {
    const name = username(person);
    const values = new Map<string, string>();
    for (const each of worked(rows, subjectOf(person, name), event)) {
      if (each.error !== null) throw mappingFailed(labelOf(each.target), each.error);
      if (each.value !== null) values.set(each.target, each.value);
    }
    return assembleUser(withUsername(settings, event) ? name : null, values);
  };
  const preview = (person: MappedPerson, event: MappingEvent) =>
    previewOf({ settings, rows, nameOf }, person, event);
  const createOnly = rows.filter(({ row }) => row.applyOn === 'create').map(({ row }) => row.target);
  return { username, attributes, preview, partial: attributesOf(new Set(createOnly)) };
}

function usernameWork(settings: MappingSettings): Work {
  const { appUsernameFormat: format, appUsernameExpression: custom } = settings;
  return textWork(format === 'custom' ? custom : formats[format]);
}

function workOf({ value }: MappingRow): Work {
  switch (value.kind) {
    case 'attribute':
      return (subject) => subject.profile.get(value.name) ?? null;
    case 'constant':
      return () => value.text;
    case 'expression':
      return textWork(value.text);
    default:
      return value satisfies never;
  }
}

function textWork(text: string): Work {
  const expression = compiledOrFailing(text);
  const fail = (why: string): never => {
    throw new ExpressionError(1, why);
  };
  return (subject) => asText(expression(subject), fail);
}

function compiledOrFailing(text: string): Expression {
  try {
    return compileExpression(text);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function subjectOf(person: MappedPerson, username: string | null): Subject {
  return {
    profile: new Map(Object.entries(person.profile)),
    appUser: new Map(username === null ? [] : [['userName', username]]),
    groupNames: person.groupNames,
  };
}

function applies(on: ApplyOn, event: MappingEvent): boolean {
  return on === 'always' || event !== 'update';
}

/** "Exclude Username Updates" stops profile pushes, a link's among them; Create only stops updates (okta.md 3.3). */
function withUsername(settings: MappingSettings, event: MappingEvent): boolean {
  if (event === 'create') return true;
  return !settings.excludeUsernameUpdates && applies(settings.appUsernameUpdate, event);
}

function worked(rows: readonly CompiledRow[], subject: Subject, event: MappingEvent): PreviewedRow[] {
  return rows
    .filter(({ row }) => applies(row.applyOn, event))
    .map(({ row, work }) => ({ target: row.target, ...attempted(work, subject) }));
}

/** An empty text is no value: it is not sent (okta.md 1.4, seen). */
function attempted(work: Work, subject: Subject): { value: string | null; error: string | null } {
  try {
    return { value: work(subject) || null, error: null };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { value: null, error: error.message };
  }
}

function previewOf(
  compiled: { settings: MappingSettings; rows: readonly CompiledRow[]; nameOf: Work },
  person: MappedPerson,
  event: MappingEvent,
): MappingPreview {
  const { settings, rows, nameOf } = compiled;
  const username = attempted(nameOf, subjectOf(person, null));
  const results = worked(rows, subjectOf(person, username.value), event);
  const values = new Map(results.flatMap(({ target, value }) => (value === null ? [] : [[target, value]])));
  const sent = withUsername(settings, event) ? username.value : null;
  return { username, rows: results, attributes: assembleUser(sent, values) };
}

function labelOf(target: string): string {
  return mappingTargets.find((each) => each.variable === target)?.label ?? target;
}

/** What Okta says of a mapping that fails is not known (inferred). */
function mappingFailed(what: string, why: string): OktaTask {
  return new OktaTask(
    `Error while mapping ${what}: ${why}`,
    `Nothing was sent: ${what} could not be worked out from the mappings.`,
  );
}
