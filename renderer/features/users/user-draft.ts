/** A user as the form holds it, and the SCIM attributes it becomes. Only what a person changed is sent. */
import type { Attributes, UserRecord } from '../../../shared/domain/directory.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';

export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface UserDraft {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly externalId: string;
  readonly active: boolean;
}

export type TextKey = Exclude<keyof UserDraft, 'active'>;

export const emptyDraft: UserDraft = {
  userName: '',
  givenName: '',
  familyName: '',
  displayName: '',
  email: '',
  title: '',
  department: '',
  externalId: '',
  active: true,
};

export function objectAt(attributes: Attributes, key: string): JsonObject {
  const value = attributes[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function textAt(attributes: Attributes, key: string): string {
  const value = attributes[key];
  return typeof value === 'string' ? value : '';
}

function emailsOf(attributes: Attributes): JsonObject[] {
  const { emails } = attributes;
  if (!Array.isArray(emails)) return [];
  return emails.filter(
    (each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
}

/** The primary address, else the first. */
function mainEmail(emails: readonly JsonObject[]): JsonObject | undefined {
  return emails.find((each) => each.primary === true) ?? emails[0];
}

export function draftOf(user: UserRecord): UserDraft {
  const { attributes } = user;
  const name = objectAt(attributes, 'name');
  return {
    userName: user.userName,
    givenName: textAt(name, 'givenName'),
    familyName: textAt(name, 'familyName'),
    displayName: user.displayName ?? '',
    email: textAt(mainEmail(emailsOf(attributes)) ?? {}, 'value'),
    title: textAt(attributes, 'title'),
    department: textAt(objectAt(attributes, enterpriseUrn), 'department'),
    externalId: user.externalId ?? '',
    active: user.active,
  };
}

/** What to call a user: display name, else given and family name, else userName (as UserRow.name). */
export function nameOfUser(user: UserRecord): string {
  const { displayName, givenName, familyName } = draftOf(user);
  return displayName || [givenName, familyName].filter(Boolean).join(' ') || user.userName;
}

/** What was, for an edit; nothing, for a new user. */
export interface Before {
  readonly draft: UserDraft;
  readonly attributes: Attributes;
}

/** The attributes to write: null takes one away. */
export function changedAttributes(before: Before, after: UserDraft): Attributes {
  const moved = (key: TextKey) => before.draft[key] !== after[key].trim();
  const changed: Record<string, Json> = {};
  for (const key of ['userName', 'displayName', 'title', 'externalId'] as const)
    if (moved(key)) changed[key] = after[key].trim() === '' ? null : after[key].trim();
  if (moved('givenName') || moved('familyName')) changed.name = nameOf(before, after);
  if (moved('email')) changed.emails = emailsWith(before, after.email.trim());
  if (moved('department')) {
    const extension = withText(objectAt(before.attributes, enterpriseUrn), 'department', after.department);
    changed[enterpriseUrn] = Object.keys(extension).length === 0 ? null : extension;
  }
  return changed;
}

function withText(object: JsonObject, key: string, value: string): JsonObject {
  const { [key]: _before, ...rest } = object;
  return value.trim() === '' ? rest : { ...rest, [key]: value.trim() };
}

/** A `formatted` that no longer fits would be a second truth, so it goes. */
function nameOf(before: Before, after: UserDraft): Json {
  const { formatted: _formatted, ...kept } = objectAt(before.attributes, 'name');
  const name = withText(withText(kept, 'givenName', after.givenName), 'familyName', after.familyName);
  return Object.keys(name).length === 0 ? null : name;
}

function emailsWith(before: Before, value: string): Json {
  const emails = emailsOf(before.attributes);
  const main = mainEmail(emails);
  const others = emails.filter((each) => each !== main);
  if (value === '') return others.length === 0 ? null : others;
  return [{ type: 'work', primary: true, ...main, value }, ...others];
}

const pathsOf: Record<TextKey, readonly string[]> = {
  userName: ['userName'],
  givenName: ['name.givenName', 'name'],
  familyName: ['name.familyName'],
  displayName: ['displayName'],
  email: ['emails'],
  title: ['title'],
  department: [`${enterpriseUrn}:department`, enterpriseUrn, 'department'],
  externalId: ['externalId'],
};

/** The engine names a field by its SCIM path, as `emails[0].value`; the form asks by its own key. */
export function errorFor(
  fields: Readonly<Record<string, string>> | undefined,
  key: TextKey,
): string | undefined {
  for (const [path, text] of Object.entries(fields ?? {})) {
    const bare = path.replace(/^attributes\./, '');
    if (pathsOf[key].some((own) => bare === own || bare.startsWith(`${own}[`) || bare.startsWith(`${own}.`)))
      return text;
  }
  return undefined;
}

const knownPaths = new Set(Object.keys(pathsOf) as TextKey[]);

/** Errors that belong to no field of the form. */
export function otherErrors(fields: Readonly<Record<string, string>> | undefined): string[] {
  return Object.entries(fields ?? {})
    .filter(([path, text]) => ![...knownPaths].some((key) => errorFor({ [path]: text }, key) !== undefined))
    .map(([path, text]) => `${path}: ${text}`);
}
