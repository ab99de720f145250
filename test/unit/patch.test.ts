/** PATCH, operation by operation: source, ops, target. The shapes are Okta's (okta.md 1.8) and Entra's (okta.md 6). */
import { describe, expect, test } from 'vitest';
import { applyOperations } from '../../electron/engine/scim/patch.ts';
import { readOperations } from '../../electron/engine/scim/patch-operation.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { enterprise, patchBody } from '../support/scim-start.ts';

const source: JsonObject = {
  userName: 'ana',
  name: { givenName: 'Ana', familyName: 'Ruiz' },
  emails: [
    { value: 'w@x', type: 'work', primary: true },
    { value: 'h@x', type: 'home' },
  ],
  active: true,
};

function run(operations: JsonObject[], createOnReplace = false) {
  const notes: string[] = [];
  const read = readOperations(patchBody(...operations), notes);
  return { ...applyOperations('User', source, read, { notes, createOnReplace }), notes };
}

const rows: readonly (readonly [string, JsonObject[], JsonObject])[] = [
  ['add a simple value', [{ op: 'add', path: 'title', value: 'T' }], { title: 'T' }],
  [
    'Okta: path-less active, id ignored',
    [{ op: 'replace', value: { active: false, id: 'x' } }],
    { active: false },
  ],
  [
    'Entra: capitals and text boolean',
    [{ op: 'Replace', path: 'active', value: 'False' }],
    { active: false },
  ],
  [
    'Entra: dotted keys',
    [{ op: 'replace', value: { 'name.givenName': 'B', title: 'T' } }],
    { name: { givenName: 'B', familyName: 'Ruiz' }, title: 'T' },
  ],
  [
    'Entra: URN keys',
    [{ op: 'add', value: { [`${enterprise}:department`]: 'IT' } }],
    { [enterprise]: { department: 'IT' } },
  ],
  [
    'Entra: manager as text',
    [{ op: 'Add', path: `${enterprise}:manager`, value: 'm1' }],
    { [enterprise]: { manager: { value: 'm1' } } },
  ],
  [
    'an extension as one object',
    [{ op: 'add', value: { [enterprise]: { costCenter: '7' } } }],
    { [enterprise]: { costCenter: '7' } },
  ],
  [
    'names in any case',
    [{ OP: 'add', PATH: 'NAME.middlename', VALUE: 'M' } as JsonObject],
    { name: { givenName: 'Ana', familyName: 'Ruiz', middleName: 'M' } },
  ],
  ['remove a sub-attribute', [{ op: 'remove', path: 'name.givenName' }], { name: { familyName: 'Ruiz' } }],
  [
    'replace merges a complex value',
    [{ op: 'replace', path: 'name', value: { givenName: 'B' } }],
    { name: { givenName: 'B', familyName: 'Ruiz' } },
  ],
  [
    'null takes away',
    [{ op: 'replace', path: 'name.familyName', value: null }],
    { name: { givenName: 'Ana' } },
  ],
  [
    'add appends, never replaces',
    [{ op: 'add', path: 'emails', value: [{ value: 'o@x', type: 'other' }] }],
    { emails: [...(source['emails'] as JsonObject[]), { value: 'o@x', type: 'other' }] },
  ],
  [
    'adding what is there changes nothing',
    [{ op: 'add', path: 'emails', value: { value: 'H@X', type: 'home' } }],
    {
      emails: [
        { value: 'w@x', type: 'work', primary: true },
        { value: 'H@X', type: 'home' },
      ],
    },
  ],
  [
    'a new primary takes it from the old',
    [{ op: 'add', path: 'emails', value: [{ value: 'o@x', primary: true }] }],
    {
      emails: [
        { value: 'w@x', type: 'work' },
        { value: 'h@x', type: 'home' },
        { value: 'o@x', primary: true },
      ],
    },
  ],
  [
    'replace the list',
    [{ op: 'replace', path: 'emails', value: [{ value: 'n@x' }] }],
    { emails: [{ value: 'n@x' }] },
  ],
  [
    'a value filter and a sub-attribute',
    [{ op: 'replace', path: 'emails[type eq "WORK"].value', value: 'n@x' }],
    {
      emails: [
        { value: 'n@x', type: 'work', primary: true },
        { value: 'h@x', type: 'home' },
      ],
    },
  ],
  [
    'remove by filter',
    [{ op: 'remove', path: 'emails[type eq "work"]' }],
    { emails: [{ value: 'h@x', type: 'home' }] },
  ],
  [
    'remove by value list',
    [{ op: 'Remove', path: 'emails', value: [{ value: 'h@x' }] }],
    { emails: [{ value: 'w@x', type: 'work', primary: true }] },
  ],
  [
    'add creates what the filter describes',
    [{ op: 'add', path: 'emails[type eq "other"].value', value: 'o@x' }],
    { emails: [...(source['emails'] as JsonObject[]), { type: 'other', value: 'o@x' }] },
  ],
  [
    'Entra: Replace creates it too',
    [{ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' }],
    { phoneNumbers: [{ type: 'mobile', value: '1' }] },
  ],
  [
    'later operations see earlier ones',
    [
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: { value: 'z@x' } },
    ],
    { emails: [{ value: 'z@x' }] },
  ],
  [
    'password goes nowhere in particular',
    [{ op: 'replace', value: { password: 'secret' } }],
    { password: 'secret' },
  ],
  [
    'unknown extensions are kept',
    [{ op: 'add', value: { 'urn:okta:custom:user:1.0': { a: 1 } } }],
    { 'urn:okta:custom:user:1.0': { a: 1 } },
  ],
  [
    'a path as a key',
    [{ op: 'add', value: { 'emails[type eq "home"].display': 'Home' } }],
    {
      emails: [
        { value: 'w@x', type: 'work', primary: true },
        { value: 'h@x', type: 'home', display: 'Home' },
      ],
    },
  ],
];

describe('users', () => {
  test.each(rows)('%s', (_name, operations, change) => {
    const frozen = structuredClone(source);
    expect(run(operations).resource).toEqual({ ...source, ...change });
    expect(source).toEqual(frozen);
  });
  test('twenty-four rows', () => expect(rows.length).toBe(24));
  test('replace without a match is noTarget, except for Entra', () => {
    const op = { op: 'replace', path: 'emails[type eq "other"].value', value: 'o@x' };
    expect(() => run([op])).toThrow('No value matches the path.');
    expect(run([op], true).resource['emails']).toHaveLength(3);
    expect(() => run([{ ...op, path: 'emails[value co "zz"].type' }], true)).toThrow(
      'No value matches the path.',
    );
  });
  test('what was read leniently is noted', () => {
    expect(run([{ op: 'Replace', value: { active: 'True', isAdmin: true, groups: [] } }]).notes).toEqual([
      'Read op "Replace" as "replace".',
      'Read the text "True" as a boolean for active.',
      'Ignored unknown attribute "isAdmin".',
      'Ignored the read-only attribute "groups".',
    ]);
  });
});

describe('members become steps', () => {
  const steps = (...operations: JsonObject[]) => {
    const notes: string[] = [];
    const read = readOperations(patchBody(...operations), notes);
    return applyOperations('Group', { displayName: 'G' }, read, { notes, createOnReplace: false });
  };
  const members: readonly (readonly [string, JsonObject, unknown[]])[] = [
    [
      'Okta add',
      { op: 'add', path: 'members', value: [{ value: 'a', display: null }] },
      [{ kind: 'add', ids: ['a'] }],
    ],
    ['Okta remove', { op: 'remove', path: 'members[value eq "a"]' }, [{ kind: 'remove', ids: ['a'] }]],
    [
      'Okta full push',
      { op: 'replace', path: 'members', value: [{ value: 'a' }] },
      [{ kind: 'set', ids: ['a'] }],
    ],
    [
      'Okta full push, path-less',
      { op: 'replace', value: { members: [], id: 'x', displayName: 'G' } },
      [{ kind: 'set', ids: [] }],
    ],
    ['Okta rename leaves members', { op: 'replace', value: { id: 'x', displayName: 'H' } }, []],
    [
      'Entra remove by list',
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] },
      [{ kind: 'remove', ids: ['a'] }],
    ],
    [
      'remove two by or',
      { op: 'remove', path: 'members[value eq "a" or value eq "b"]' },
      [{ kind: 'remove', ids: ['a', 'b'] }],
    ],
    ['remove all', { op: 'remove', path: 'members' }, [{ kind: 'set', ids: [] }]],
    [
      'remove by another attribute',
      { op: 'remove', path: 'members[type eq "Group"]' },
      [expect.objectContaining({ kind: 'remove-where' })],
    ],
  ];
  test.each(members)('%s', (_name, operation, expected) =>
    expect(steps(operation).members).toEqual(expected),
  );
  test('nine rows', () => expect(members.length).toBe(9));
});
