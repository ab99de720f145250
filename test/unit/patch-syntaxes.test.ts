/**
 * The same change in up to six syntaxes has the same result, or the same refusal: with a path, in capitals, with the
 * schema's URN, without a path (dotted, by URN, nested), and by null where it takes away.
 */
import { describe, expect, test } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { applyOperations } from '../../electron/engine/scim/patch.ts';
import { readOperations } from '../../electron/engine/scim/patch-operation.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { badge, strict, testRegistry } from '../support/badge-schema.ts';
import { coreUser, enterprise, patchBody } from '../support/scim-start.ts';

const source: JsonObject = {
  userName: 'ana',
  title: 'Boss',
  name: { givenName: 'Ana', familyName: 'Ruiz' },
  emails: [
    { value: 'w@x', type: 'work', primary: true },
    { value: 'h@x', type: 'home' },
  ],
  roles: [{ value: 'admin', primary: true }],
  active: true,
  [enterprise]: { department: 'IT', manager: { value: 'm1', displayName: 'Mia' } },
  [badge]: { level: 3, tags: ['red'], desk: { building: 'A', seat: 4 } },
  [strict]: { grade: 'A', risk: 'low' },
};

type Outcome = { readonly resource: JsonObject } | { readonly refused: string; readonly scimType: unknown };

function outcome(operation: JsonObject): Outcome {
  const options = { notes: [], createOnReplace: false, registry: testRegistry };
  try {
    const operations = readOperations(patchBody(operation), []);
    return { resource: applyOperations('User', source, operations, options).resource };
  } catch (error) {
    if (!(error instanceof AppFault)) throw error;
    return { refused: `${error.code}: ${error.message}`, scimType: error.details?.['scimType'] };
  }
}

const with_ = (value: Json) => (value === undefined ? {} : { value });
const replace = (path: string, value: Json): JsonObject => ({ op: 'replace', path, ...with_(value) });
const capital = (path: string, value: Json): JsonObject => ({
  Op: 'Replace',
  Path: path.toUpperCase(),
  Value: value,
});
const pathless = (value: JsonObject): JsonObject => ({ op: 'replace', value });

function ofAttribute(name: string, value: Json): JsonObject[] {
  return [
    replace(name, value),
    capital(name, value),
    replace(`${coreUser}:${name}`, value),
    pathless({ [name]: value }),
    pathless({ [`${coreUser}:${name}`]: value }),
    { op: 'add', path: name, value },
  ];
}

function ofSub(name: string, sub: string, value: Json): JsonObject[] {
  return [
    replace(`${name}.${sub}`, value),
    capital(`${name}.${sub}`, value),
    replace(name, { [sub]: value }),
    pathless({ [`${name}.${sub}`]: value }),
    pathless({ [name]: { [sub.toUpperCase()]: value } }),
    { op: 'Add', path: `${coreUser}:${name}.${sub}`, value },
  ];
}

function ofExtension(urn: string, name: string, value: Json): JsonObject[] {
  return [
    replace(`${urn}:${name}`, value),
    capital(`${urn}:${name}`, value),
    replace(urn, { [name]: value }),
    pathless({ [`${urn}:${name}`]: value }),
    pathless({ [urn]: { [name]: value } }),
    { op: 'add', value: { [urn.toUpperCase()]: { [name.toUpperCase()]: value } } },
  ];
}

function ofExtensionSub(urn: string, name: string, sub: string, value: Json): JsonObject[] {
  return [
    replace(`${urn}:${name}.${sub}`, value),
    capital(`${urn}:${name}.${sub}`, value),
    replace(`${urn}:${name}`, { [sub]: value }),
    replace(urn, { [name]: { [sub]: value } }),
    pathless({ [`${urn}:${name}.${sub}`]: value }),
    pathless({ [urn]: { [name]: { [sub]: value } } }),
  ];
}

/** One sub-attribute of the elements that a filter chooses. */
function ofElement(name: string, filter: string, sub: string, value: Json, op = 'replace'): JsonObject[] {
  const core = name.startsWith('urn:') ? name : `${coreUser}:${name}`;
  return [
    { op, path: `${name}[${filter}].${sub}`, value },
    { op, path: `${name.toUpperCase()}[${filter}].${sub.toUpperCase()}`, value },
    { op, path: `${name}[${filter}]`, value: { [sub]: value } },
    { op, value: { [`${name}[${filter}].${sub}`]: value } },
    { op, value: { [`${name}[${filter}]`]: { [sub]: value } } },
    { op, path: `${core}[${filter}].${sub}`, value },
  ];
}

function ofList(verb: 'add' | 'replace', name: string, elements: Json[], urn = coreUser): JsonObject[] {
  const plain = urn === coreUser ? name : `${urn}:${name}`;
  return [
    { op: verb, path: plain, value: elements },
    { op: verb.toUpperCase(), path: plain.toUpperCase(), value: elements },
    { op: verb, path: `${urn}:${name}`, value: elements.length === 1 ? (elements[0] ?? null) : elements },
    { op: verb, value: { [plain]: elements } },
    { op: verb, value: { [`${urn}:${name}`]: elements } },
    ...(urn === coreUser ? [] : [{ op: verb, value: { [urn]: { [name]: elements } } }]),
  ];
}

/** Taking away: by remove, by null, by empty text. */
function gone(path: string, text = true): JsonObject[] {
  return [
    { op: 'remove', path },
    { op: 'Remove', path: path.toUpperCase() },
    { op: 'remove', path, value: null },
    replace(path, null),
    pathless({ [path]: null }),
    ...(text ? [replace(path, '')] : []),
  ];
}

const refusedAs = (message: string, scimType?: string) => ({ refused: message, scimType });
const changed = (change: JsonObject) => ({ resource: { ...source, ...change } });
const without = (key: string) => ({
  resource: Object.fromEntries(Object.entries(source).filter(([k]) => k !== key)) as JsonObject,
});
const ana = source['name'] as JsonObject;
const [work, home] = source['emails'] as [JsonObject, JsonObject];
const it = source[enterprise] as JsonObject;
const door = source[badge] as JsonObject;
const rules = source[strict] as JsonObject;

const rows: readonly (readonly [string, readonly JsonObject[], Outcome])[] = [
  ['a title', ofAttribute('title', 'T'), changed({ title: 'T' })],
  [
    'a title that is a number',
    ofAttribute('title', 5),
    refusedAs('invalid-input: title must be a string.', 'invalidValue'),
  ],
  ['active as text', ofAttribute('active', 'False'), changed({ active: false })],
  [
    'active as nonsense',
    ofAttribute('active', 'maybe'),
    refusedAs('invalid-input: active must be true or false.', 'invalidValue'),
  ],
  ['a userName', ofAttribute('userName', 'bea'), changed({ userName: 'bea' })],
  ['no userName', gone('userName'), refusedAs('mutability: userName is required.')],
  ['no title', gone('title'), without('title')],
  ['no name', gone('name', false), without('name')],
  ['no e-mails', gone('emails', false), without('emails')],
  [
    'a link with a space',
    ofAttribute('profileUrl', 'a b'),
    refusedAs('invalid-input: profileUrl must be a URI without spaces.', 'invalidValue'),
  ],
  ['a given name', ofSub('name', 'givenName', 'Bea'), changed({ name: { ...ana, givenName: 'Bea' } })],
  [
    'a given name that is a list',
    ofSub('name', 'givenName', ['B']),
    refusedAs('invalid-input: name.givenName must be a string.', 'invalidValue'),
  ],
  ['no given name', gone('name.givenName'), changed({ name: { familyName: 'Ruiz' } })],
  ['no given name, by object', ofSub('name', 'givenName', null), changed({ name: { familyName: 'Ruiz' } })],
  [
    'a department',
    ofExtension(enterprise, 'department', 'HR'),
    changed({ [enterprise]: { ...it, department: 'HR' } }),
  ],
  [
    'no department',
    gone(`${enterprise}:department`),
    changed({ [enterprise]: { manager: it['manager'] ?? null } }),
  ],
  [
    'a manager as text',
    ofExtension(enterprise, 'manager', 'm2'),
    changed({ [enterprise]: { department: 'IT', manager: { value: 'm2', displayName: 'Mia' } } }),
  ],
  [
    "a manager's id",
    ofExtensionSub(enterprise, 'manager', 'value', 'm2'),
    changed({ [enterprise]: { department: 'IT', manager: { value: 'm2', displayName: 'Mia' } } }),
  ],
  ['no manager', gone(`${enterprise}:manager`), changed({ [enterprise]: { department: 'IT' } })],
  ['a whole number', ofExtension(badge, 'level', 7), changed({ [badge]: { ...door, level: 7 } })],
  [
    'half a number',
    ofExtension(badge, 'level', 7.5),
    refusedAs('invalid-input: level must be a whole number.', 'invalidValue'),
  ],
  [
    'a moment',
    ofExtension(badge, 'since', '2026-01-01T01:00:00+01:00'),
    changed({ [badge]: { ...door, since: '2026-01-01T00:00:00.000Z' } }),
  ],
  [
    'no moment',
    ofExtension(badge, 'since', 'soon'),
    refusedAs('invalid-input: since must be a date and time, as 2026-01-31T08:00:00Z.', 'invalidValue'),
  ],
  [
    'a seat',
    ofExtensionSub(badge, 'desk', 'seat', 9),
    changed({ [badge]: { ...door, desk: { building: 'A', seat: 9 } } }),
  ],
  ['what is readOnly', ofExtension(strict, 'risk', 'high'), refusedAs('mutability: risk is read-only.')],
  ['no required attribute', gone(`${strict}:grade`), refusedAs('mutability: grade is required.')],
  ['what is required', ofExtension(strict, 'grade', 'B'), changed({ [strict]: { ...rules, grade: 'B' } })],
  [
    'a second address',
    ofList('add', 'emails', [{ value: 'o@x' }]),
    changed({ emails: [work, home, { value: 'o@x' }] }),
  ],
  [
    'an address that is there',
    ofList('add', 'emails', [{ value: 'H@X', type: 'home' }]),
    changed({ emails: [work, { value: 'H@X', type: 'home' }] }),
  ],
  [
    'a new primary address',
    ofList('add', 'emails', [{ value: 'o@x', primary: 'True' }]),
    changed({ emails: [{ value: 'w@x', type: 'work' }, home, { value: 'o@x', primary: true }] }),
  ],
  [
    'other addresses',
    ofList('replace', 'emails', [{ value: 'o@x' }]),
    changed({ emails: [{ value: 'o@x' }] }),
  ],
  [
    'two primaries',
    ofList('replace', 'emails', [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ]),
    refusedAs('invalid-input: emails may have only one primary value.', 'invalidValue'),
  ],
  [
    'addresses that are texts',
    ofList('replace', 'emails', ['a', 'b']),
    refusedAs('invalid-input: emails must be a list of objects.', 'invalidValue'),
  ],
  ['an empty list', ofList('replace', 'emails', []), without('emails')],
  ['a tag', ofList('add', 'tags', ['blue'], badge), changed({ [badge]: { ...door, tags: ['red', 'blue'] } })],
  ['a tag that is there', ofList('add', 'tags', ['RED'], badge), changed({})],
  [
    'a tag that is a number',
    ofList('add', 'tags', [5], badge),
    refusedAs('invalid-input: tags must be a string.', 'invalidValue'),
  ],
  [
    'the work address',
    ofElement('emails', 'type eq "work"', 'value', 'n@x'),
    changed({ emails: [{ ...work, value: 'n@x' }, home] }),
  ],
  [
    'home becomes primary',
    ofElement('emails', 'type eq "home"', 'primary', true),
    changed({
      emails: [
        { value: 'w@x', type: 'work' },
        { ...home, primary: true },
      ],
    }),
  ],
  [
    'the primary role',
    ofElement('roles', 'primary eq "True"', 'value', 'reader'),
    changed({ roles: [{ value: 'reader', primary: true }] }),
  ],
  [
    'a made element',
    ofElement('phoneNumbers', 'type eq "mobile"', 'value', '1', 'add'),
    changed({ phoneNumbers: [{ type: 'mobile', value: '1' }] }),
  ],
  [
    'no element to write',
    ofElement('phoneNumbers', 'type eq "mobile"', 'value', '1'),
    refusedAs('invalid-input: No value matches the path.', 'noTarget'),
  ],
  [
    'an element of an extension',
    ofElement(`${badge}:keys`, 'type eq "front"', 'value', 'K1', 'add'),
    changed({ [badge]: { ...door, keys: [{ type: 'front', value: 'K1' }] } }),
  ],
  [
    'no type of an address',
    gone('emails[type eq "work"].type'),
    changed({ emails: [{ value: 'w@x', primary: true }, home] }),
  ],
  ['one address less', gone('emails[type eq "work"]', false), changed({ emails: [home] })],
  [
    'two things at once',
    [
      pathless({ title: 'T', 'name.givenName': 'B' }),
      pathless({ TITLE: 'T', name: { givenName: 'B' } }),
      pathless({ [`${coreUser}:title`]: 'T', [`${coreUser}:name.givenName`]: 'B' }),
      {
        op: 'add',
        value: {
          id: 'x',
          schemas: [],
          meta: { version: '1' },
          groups: [],
          title: 'T',
          name: { GIVENNAME: 'B' },
        },
      },
    ],
    changed({ title: 'T', name: { ...ana, givenName: 'B' } }),
  ],
];

describe('the same change', () => {
  test.each(rows)('%s', (_name, operations, expected) => {
    for (const operation of operations)
      expect({ operation, ...outcome(operation) }).toEqual({ operation, ...expected });
  });
  test('46 changes, 4 to 6 syntaxes each', () => {
    expect(rows.length).toBe(46);
    const counts = rows.map(([, operations]) => operations.length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([4, 6]);
  });
});

describe('a path says more than a key', () => {
  test('what describes the resource is passed over in a value and refused by path', () => {
    for (const name of ['id', 'meta', 'groups', 'meta.created', 'groups.value'])
      expect(outcome(replace(name, 'x'))).toEqual(
        refusedAs(`mutability: ${name.split('.')[0]} is read-only.`),
      );
    expect(outcome(pathless({ id: 'x', meta: {}, groups: [] }))).toEqual({ resource: source });
  });
  test('unknown names are refused by path and passed over as plain keys', () => {
    expect(outcome(replace('isAdmin', true))).toEqual(
      refusedAs('invalid-input: Unknown attribute.', 'invalidPath'),
    );
    expect(outcome(pathless({ isAdmin: true }))).toEqual({ resource: source });
    for (const key of ['name.nonsense', `${enterprise}:nonsense`, `${coreUser}:nonsense`])
      expect(outcome(pathless({ [key]: {} }))).toEqual(
        refusedAs('invalid-input: Unknown attribute.', 'invalidPath'),
      );
  });
  test('an extension that nobody declared is kept, replaced and taken away whole', () => {
    const urn = 'urn:okta:custom:user:1.0';
    expect(outcome(pathless({ [urn]: { a: 1 } }))).toEqual(changed({ [urn]: { a: 1 } }));
    expect(outcome(replace(urn, { a: 1 }))).toEqual(
      refusedAs('invalid-input: Path error at position 1: unknown schema.', 'invalidPath'),
    );
    expect(outcome(pathless({ [urn]: null }))).toEqual({ resource: source });
  });
  test('taking a whole extension leaves what clients may not write', () => {
    expect(outcome({ op: 'remove', path: badge })).toEqual(without(badge));
    expect(outcome(pathless({ [strict]: null }))).toEqual(changed({ [strict]: { risk: 'low' } }));
  });
});
