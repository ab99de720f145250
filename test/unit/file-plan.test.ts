import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../electron/engine/transfer/csv-reader.ts';
import { describeColumns, type KnownUser, planUsers } from '../../electron/engine/transfer/file-plan.ts';
import { planGroups } from '../../electron/engine/transfer/file-plan-groups.ts';
import { genericFields, oktaFields, suggestField } from '../../electron/engine/transfer/list-fields.ts';
import { listWriter } from '../../electron/engine/transfer/list-writer.ts';
import type { JsonObject } from '../../shared/domain/json.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function plan(text: string, known: readonly KnownUser[] = [], mapping?: Record<string, string>) {
  const table = readCsv(Buffer.from(text));
  return planUsers(table, describeColumns(table, mapping, 'users'), (name) =>
    known.find((k) => String(k.attributes['userName']).toLowerCase() === name.toLowerCase()),
  );
}

const ana: KnownUser = {
  id: 'u1',
  version: 3,
  active: true,
  attributes: {
    userName: 'ana@acme.example',
    displayName: 'Ana Ruiz',
    name: { givenName: 'Ana', familyName: 'Ruiz', middleName: 'M' },
    emails: [
      { value: 'home@x.example', type: 'home' },
      { value: 'ana@acme.example', type: 'work', primary: true },
    ],
    [enterprise]: { department: 'Finance', manager: { value: '7' } },
  },
};

describe('headers', () => {
  const known: readonly (readonly [string, string])[] = [
    ['login', 'userName'],
    ['User name', 'userName'],
    ['E-mail', 'emails[primary eq true].value'],
    ['firstName', 'name.givenName'],
    ['Last Name', 'name.familyName'],
    ['surname', 'name.familyName'],
    ['Job Title', 'title'],
    ['department', `${enterprise}:department`],
    ['employee id', `${enterprise}:employeeNumber`],
    ['emails[primary eq true].value', 'emails[primary eq true].value'],
  ];
  it.each(known)('%s means %s', (header, path) => {
    expect(suggestField(header)?.path).toBe(path);
  });

  it('that mean nothing are left for the person to map', () => {
    for (const header of ['__proto__', 'constructor', 'shoe size', ''])
      expect(suggestField(header)).toBeNull();
  });
});

describe('a plan', () => {
  it('creates, updates, leaves alone and says why it skips', () => {
    const found = plan(
      'login,firstName,department,active\nana@acme.example,Anna,Finance,true\nben@acme.example,Ben,IT,no\n,Nobody,,\nBEN@acme.example,Ben,IT,\ncy@acme.example,Cy,IT,maybe\n',
      [ana],
    );
    expect(found.rows.map((r) => [r.row, r.action])).toEqual([
      [2, 'update'],
      [3, 'create'],
      [4, 'skip'],
      [5, 'skip'],
      [6, 'skip'],
    ]);
    expect(found.rows[0]?.changes).toEqual([{ path: 'name.givenName', before: 'Ana', after: 'Anna' }]);
    expect(found.problems.map((p) => p.text)).toEqual([
      'The userName is missing.',
      'BEN@acme.example stands in row 3 already.',
      'active must be true or false.',
    ]);
    expect(found.writes).toMatchObject([
      { id: 'u1', version: 3, active: true },
      { id: null, active: false },
    ]);
  });

  it('changes only what the file names: other parts of a name, other addresses and the manager stay', () => {
    const [write] = plan(
      'login,lastName,email,department\nana@acme.example,Ruiz-Sauer,new@acme.example,IT\n',
      [ana],
    ).writes;
    expect(write?.attributes).toEqual({
      ...ana.attributes,
      name: { givenName: 'Ana', familyName: 'Ruiz-Sauer', middleName: 'M' },
      emails: [
        { value: 'home@x.example', type: 'home' },
        { value: 'new@acme.example', type: 'work', primary: true },
      ],
      [enterprise]: { department: 'IT', manager: { value: '7' } },
    });
    expect(ana.attributes['name']).toMatchObject({ familyName: 'Ruiz' });
  });

  it('takes an empty cell for silence', () => {
    expect(plan('login,firstName,title\nana@acme.example,,\n', [ana]).rows[0]?.action).toBe('unchanged');
  });

  it('asks which column is the userName, and says which columns it ignores', () => {
    const found = plan('shoe,size\n1,2\n');
    expect(found.writes).toEqual([]);
    expect(found.problems.map((p) => [p.severity, p.text])).toEqual([
      ['warning', 'The column shoe is not mapped and will be ignored.'],
      ['warning', 'The column size is not mapped and will be ignored.'],
      ['blocker', 'No column is the userName. Map one: it is what users are recognised by.'],
    ]);
    expect(plan('shoe,size\na,2\n', [], { shoe: 'userName' }).rows[0]?.action).toBe('create');
  });

  it('has another digest when anything that would be written differs', () => {
    const digest = (text: string, known: KnownUser[] = []) => plan(text, known).digest;
    const base = digest('login,title\na,x\n');
    expect(digest('login,title\na,x\n')).toBe(base);
    expect(digest('login,title\na,y\n')).not.toBe(base);
    expect(digest('login,title\nana@acme.example,x\n', [ana])).not.toBe(
      digest('login,title\nana@acme.example,x\n', [{ ...ana, version: 4 }]),
    );
  });
});

describe('what is written reads back without a change', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((s) => s.trim() === s && s !== '' && !/[\0\r]/.test(s));
  const cell = fc.oneof(
    text,
    fc.constantFrom('=1+1', "'=1", '+49 170', '@x', '-', 'a,b', 'a"b', 'a\nb', ';', "''@"),
  );
  const user = fc.record({
    userName: text,
    values: fc.dictionary(
      fc.constantFrom(...oktaFields.map((f) => f.okta).filter((o) => o !== 'login')),
      cell,
    ),
  });

  it.each(['okta-csv', 'csv'] as const)('as %s', (format) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(user, {
          selector: (u) => u.userName.normalize('NFKC').toLowerCase(),
          minLength: 1,
          maxLength: 6,
        }),
        (people) => {
          const known = people.map((person, i): KnownUser => {
            const attributes: JsonObject = { userName: person.userName };
            for (const field of oktaFields) {
              const value = person.values[field.okta];
              if (value !== undefined) field.write(attributes, value);
            }
            return { id: `u${i}`, version: 1, active: true, attributes };
          });
          const writer = listWriter('users', format);
          const body = known
            .map((k, i) => writer.user({ ...k, schemas: [], created: 0, lastModified: 0 }, i === 0))
            .join('');
          const table = readCsv(Buffer.from(writer.head(known.length) + body + writer.tail()));
          const found = planUsers(table, describeColumns(table, undefined, 'users'), (name) =>
            known.find((k) => k.attributes['userName'] === name),
          );
          expect(found.writes).toEqual([]);
          expect(found.rows.map((r) => r.action)).toEqual(known.map(() => 'unchanged'));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('covers every column', () => {
    expect(oktaFields).toHaveLength(31);
    expect(new Set(genericFields.map((f) => f.path)).size).toBe(32);
  });
});

describe('a list of groups', () => {
  const lookup = {
    groups: (name: string) =>
      name === 'Finance'
        ? [{ id: 'g1', version: 1, externalId: null, userIds: new Set(['u1', 'u2']) }]
        : name === 'Twice'
          ? [1, 2].map((n) => ({ id: `g${n}`, version: 1, externalId: null, userIds: new Set<string>() }))
          : [],
    user: (login: string) => ({ ana: 'u1', ben: 'u2', cy: 'u3' })[login],
  };
  const planOf = (text: string) => {
    const table = readCsv(Buffer.from(text));
    return planGroups(table, describeColumns(table, undefined, 'groups'), lookup);
  };

  it('one row a group, members in a cell', () => {
    const found = planOf('displayName,members\nFinance,"ana\nben"\nNew,ana;nobody\nTwice,ana\n');
    expect(found.rows.map((r) => r.action)).toEqual(['unchanged', 'create', 'skip']);
    expect(found.problems.map((p) => p.text)).toEqual([
      'New: no user is called nobody. They are left out.',
      '2 groups are called Twice: it is not clear which is meant.',
    ]);
  });

  it('one row a membership, as Okta’s file', () => {
    const found = planOf('group,userIdOrLogin\nFinance,ana\nFinance,cy\n');
    expect(found.writes).toMatchObject([{ id: 'g1', add: ['u3'], remove: ['u2'] }]);
  });
});
