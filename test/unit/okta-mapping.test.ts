/** Mappings of an application worked out for a person: rows, apply on, the username, and what a preview says. */
import { describe, expect, test } from 'vitest';
import { compileMapping, type MappingSettings } from '../../electron/engine/okta/app-mapping.ts';
import { entryOperations } from '../../electron/engine/okta/flows/entry-operations.ts';
import {
  defaultMappings,
  type MappingRow,
  type MappingValue,
  mappingTargets,
} from '../../shared/domain/attribute-mapping.ts';

const defaults: MappingSettings = {
  appUsernameFormat: 'login',
  appUsernameExpression: '',
  appUsernameUpdate: 'always',
  excludeUsernameUpdates: false,
  mappings: null,
};
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const jane = { login: 'jane.doe@x.com', email: 'jd@y.com', firstName: 'Jane', lastName: 'Doe' };
const person = (more: Record<string, string> = {}) => ({
  profile: { ...jane, ...more },
  groupNames: () => ['Sales'],
});

function withRow(target: string, value: MappingValue, applyOn: MappingRow['applyOn'] = 'always') {
  const row = { target, value, applyOn };
  const rest = defaultMappings.filter((each) => each.target !== target);
  return compileMapping({ ...defaults, mappings: [...rest, row] });
}

test('every default maps to a target there is, once', () => {
  const targets = defaultMappings.map((row) => row.target);
  expect(new Set(targets).size).toBe(targets.length);
  expect(targets.length).toBeGreaterThan(30);
  const known = mappingTargets.map((target) => target.variable);
  expect(targets.filter((target) => !known.includes(target))).toEqual([]);
});

describe('rows', () => {
  test('a constant and an expression stand where their target is', () => {
    const constant = withRow('userType', { kind: 'constant', text: 'Contractor' });
    expect(constant.attributes(person(), 'create')['userType']).toBe('Contractor');
    const expression = withRow('department', {
      kind: 'expression',
      text: 'isMemberOfGroupName("Sales") ? "S" : "O"',
    });
    expect(expression.attributes(person(), 'create')[enterprise]).toEqual({ department: 'S' });
    const role = withRow('role', { kind: 'constant', text: 'admin' });
    expect(role.attributes(person(), 'create')['roles']).toEqual([{ primary: true, value: 'admin' }]);
  });

  test('the order of rows is not the order of the body', () => {
    const mapping = compileMapping({ ...defaults, mappings: defaultMappings.toReversed() });
    const names = Object.keys(mapping.attributes(person({ title: 'Dr', displayName: 'J' }), 'create'));
    expect(names).toEqual(['userName', 'name', 'emails', 'displayName', 'title']);
  });

  test('an entry of a list is sent only with more than its type', () => {
    const mapping = withRow('primaryPhoneType', { kind: 'constant', text: 'work' });
    expect(mapping.attributes(person(), 'create')['phoneNumbers']).toBeUndefined();
    expect(mapping.attributes(person({ primaryPhone: '1' }), 'create')['phoneNumbers']).toEqual([
      { primary: true, value: '1', type: 'work' },
    ]);
  });

  test('Create leaves updates alone, and a link counts as a create', () => {
    const mapping = withRow('title', { kind: 'constant', text: 'New' }, 'create');
    expect(mapping.attributes(person(), 'create')['title']).toBe('New');
    expect(mapping.attributes(person(), 'link')['title']).toBe('New');
    expect(mapping.attributes(person(), 'update')['title']).toBeUndefined();
    expect([...mapping.partial]).toEqual(['title']);
  });

  test('a row that fails stops everything, and says which', () => {
    const mapping = withRow('title', { kind: 'expression', text: 'Convert.toInt(user.lastName)' });
    expect(() => mapping.attributes(person(), 'create')).toThrow(
      'Error while mapping Title: Expression error at position 1: a number is needed here, not "Doe".',
    );
  });
});

describe('application username format (okta.md 3.3)', () => {
  test.each([
    ['login', '', 'jane.doe@x.com'],
    ['loginPrefix', '', 'jane.doe'],
    ['email', '', 'jd@y.com'],
    ['emailPrefix', '', 'jd'],
    ['custom', 'user.lastName + "." + String.len(user.firstName)', 'Doe.4'],
    ['custom', `\${fn:toUpperCase(source.firstName)}`, 'JANE'],
  ] as const)('%s %s', (appUsernameFormat, appUsernameExpression, name) => {
    const mapping = compileMapping({ ...defaults, appUsernameFormat, appUsernameExpression });
    expect(mapping.username(person())).toBe(name);
    expect(mapping.attributes(person(), 'create')['userName']).toBe(name);
  });

  test('an empty name is refused', () => {
    const settings = {
      ...defaults,
      appUsernameFormat: 'custom',
      appUsernameExpression: 'user.nickName',
    } as const;
    expect(() => compileMapping(settings).username(person())).toThrow(
      'Error while mapping username: the username format gives an empty name',
    );
  });

  test.each([
    [{}, true, true],
    [{ appUsernameUpdate: 'create' }, true, false],
    [{ excludeUsernameUpdates: true }, false, false],
  ] as const)('with %j: link %s, update %s', (settings, link, update) => {
    const mapping = compileMapping({ ...defaults, ...settings });
    expect('userName' in mapping.attributes(person(), 'create')).toBe(true);
    expect('userName' in mapping.attributes(person(), 'link')).toBe(link);
    expect('userName' in mapping.attributes(person(), 'update')).toBe(update);
  });
});

test('a preview gives a value or an error for each row, and the attributes without the failed ones', () => {
  const rows: MappingRow[] = [
    { target: 'title', value: { kind: 'expression', text: 'String.foo()' }, applyOn: 'always' },
    { target: 'nickName', value: { kind: 'attribute', name: 'nickName' }, applyOn: 'always' },
    { target: 'displayName', value: { kind: 'expression', text: 'appuser.userName' }, applyOn: 'create' },
  ];
  expect(compileMapping({ ...defaults, mappings: rows }).preview(person(), 'create')).toEqual({
    username: { value: 'jane.doe@x.com', error: null },
    rows: [
      { target: 'title', value: null, error: 'Expression error at position 1: unknown function String.foo.' },
      { target: 'nickName', value: null, error: null },
      { target: 'displayName', value: 'jane.doe@x.com', error: null },
    ],
    attributes: { userName: 'jane.doe@x.com', displayName: 'jane.doe@x.com' },
  });
});

test('entries of a list are replaced one by one, and added where there was none', () => {
  const now = [
    { primary: true, value: 'new@x.com' },
    { primary: false, value: 'home@x.com' },
  ];
  expect(entryOperations('emails', now, [{ primary: true, value: 'old@x.com' }])).toEqual([
    { op: 'replace', path: 'emails[primary eq true].value', value: 'new@x.com' },
    { op: 'add', path: 'emails', value: [{ primary: false, value: 'home@x.com' }] },
  ]);
  expect(entryOperations('emails', now.slice(0, 1), undefined)).toEqual([
    { op: 'replace', path: 'emails[primary eq true].value', value: 'new@x.com' },
  ]);
  expect(entryOperations('emails', now.slice(0, 1), now)).toEqual([]);
});
