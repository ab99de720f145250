/**
 * The row of a user, derived from its accepted attributes: folded keys for comparing, the name to show, the elements
 * of multi-valued attributes. Pure; no rules about other users.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { enterpriseUrn } from '../../../shared/domain/scim-schema.ts';
import { foldKey, needsFold } from '../base/fold.ts';
import type { DocumentFields, UserRowFields } from '../storage/user-rows.ts';
import type { UserValueFields } from '../storage/value-rows.ts';
import { invalid, isObject, schemasOf } from './attribute-rules.ts';

export interface UserState {
  readonly id: string;
  readonly active: boolean;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
  readonly lastWriter: string;
}

/** @throws AppFault `invalid-input` where userName is missing */
export function userRowOf(attributes: JsonObject, state: UserState): UserRowFields {
  const userName = requireText(attributes, 'userName');
  const userNameKey = foldKey(userName);
  const names = namesOf(attributes, userName);
  const email = primaryValue(attributes['emails']);
  const emailKey = foldOrNull(email);
  const externalId = text(attributes['externalId']);
  const title = text(attributes['title']);
  const enterprise = attributes[enterpriseUrn];
  const department = isObject(enterprise) ? text(enterprise['department']) : null;
  return {
    ...state,
    userName,
    userNameKey,
    externalId,
    ...names,
    email,
    emailKey,
    title,
    titleKey: foldOrNull(title),
    department,
    departmentKey: foldOrNull(department),
    searchKey: searchKey([
      names.nameKey,
      userNameKey,
      emailKey === userNameKey ? null : emailKey,
      foldOrNull(externalId),
      state.id,
    ]),
    document: documentOf('User', attributes),
    values: valuesOf(attributes),
  };
}

export function requireText(attributes: JsonObject, name: string): string {
  const value = attributes[name];
  if (typeof value !== 'string' || value.trim() === '') throw invalid(name, `${name} is required.`);
  return value;
}

function namesOf(attributes: JsonObject, userName: string) {
  const parts = isObject(attributes['name']) ? attributes['name'] : {};
  const given = text(parts['givenName']);
  const family = text(parts['familyName']);
  const displayName = text(attributes['displayName']);
  const joined = given !== null && family !== null ? `${given} ${family}` : (given ?? family);
  const name = displayName ?? joined ?? text(parts['formatted']) ?? userName;
  const nameKey = foldKey(name);
  return {
    name,
    nameKey,
    displayName,
    displayKey: displayName === null ? null : nameKey,
    givenKey: foldOrNull(given),
    familyKey: foldOrNull(family),
  };
}

function searchKey(parts: readonly (string | null)[]): string {
  return parts.filter((p) => p !== null).join('\n');
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function foldOrNull(value: string | null): string | null {
  return value === null ? null : foldKey(value);
}

function primaryValue(elements: Json | undefined): string | null {
  if (!Array.isArray(elements)) return null;
  const objects = elements.filter(isObject);
  const chosen = objects.find((e) => e['primary'] === true) ?? objects[0];
  return chosen === undefined ? null : text(chosen['value']);
}

function valuesOf(attributes: JsonObject): UserValueFields[] {
  const out: UserValueFields[] = [];
  for (const path of Object.keys(attributes).sort()) {
    const elements = attributes[path];
    if (!Array.isArray(elements)) continue;
    elements.forEach((element, i) => {
      if (!isObject(element)) return;
      const primary = element['primary'];
      out.push({
        path,
        element: i,
        valueKey: foldOrNull(text(element['value'])),
        typeKey: foldOrNull(text(element['type'])),
        primary: typeof primary === 'boolean' ? primary : null,
      });
    });
  }
  return out;
}

/** The texts kept beside a row; `folded` only where SQLite's own `lower()` would not do. */
export function documentOf(type: 'User' | 'Group', attributes: JsonObject): DocumentFields {
  const json = JSON.stringify(attributes);
  return {
    schemas: JSON.stringify(schemasOf(type, attributes)),
    attributes: json,
    folded: needsFold(json) ? JSON.stringify(foldAll(attributes)) : null,
  };
}

function foldAll(value: Json): Json {
  if (typeof value === 'string') return foldKey(value);
  if (Array.isArray(value)) return value.map(foldAll);
  if (!isObject(value)) return value;
  const out: JsonObject = { ...value };
  for (const key of Object.keys(out)) out[key] = foldAll(out[key] as Json);
  return out;
}
