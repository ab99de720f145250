/** The simulator's pure parts: matching, mapping, Okta's texts, the rule for 429. Tables from okta.md. */
import { describe, expect, test } from 'vitest';
import { compileMapping, type MappingEvent } from '../../electron/engine/okta/app-mapping.ts';
import {
  invalidJsonText,
  oktaErrorText,
  provisioningFailed,
  remoteDetail,
} from '../../electron/engine/okta/error-text.ts';
import {
  changedAttributes,
  createBody,
  mergedUser,
  profileFromScim,
} from '../../electron/engine/okta/mapping.ts';
import { type Candidate, matchUser, oktaUsername } from '../../electron/engine/okta/matching.ts';
import { filterQuery } from '../../electron/engine/okta/peer.ts';
import { withRateLimit } from '../../electron/engine/okta/rate-limit.ts';
import { nextWait, retryAfterSeconds, waitInWords } from '../../electron/engine/okta/retry-rule.ts';

describe('the rule for 429 (okta.md 1.10, documented)', () => {
  test.each([
    ['12', 12],
    [' 3 ', 3],
    ['0', 0],
    [undefined, null],
    ['', null],
    ['1.5', null],
    ['-1', null],
    ['soon', null],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    ['99999999999', null],
  ])('Retry-After %j counts as %j seconds', (header, seconds) => {
    expect(retryAfterSeconds(header)).toBe(seconds);
  });

  test.each([
    [1, '12', null, 12],
    [1, undefined, null, 300],
    [1, 'tomorrow', null, 300],
    [2, '12', 12, 24],
    [2, undefined, 12, 24],
    [2, '60', 12, 60],
    [9, undefined, 300, 600],
    [10, '1', 1, null],
  ])('after attempt %i with %j and %j waited: %j', (attempts, header, waited, wait) => {
    expect(nextWait(attempts, header, waited)).toBe(wait);
  });

  test.each([
    ['integer', '2', 2],
    ['missing', undefined, 300],
    ['HTTP date', 'Wed, 21 Oct 2026 07:28:00 GMT', 300],
  ])(
    '429 for ever with a Retry-After that is %s: ten attempts, each wait twice the last',
    async (_name, retryAfter, first) => {
      const waits: number[] = [];
      let sent = 0;
      const problem = { kind: 'rate-limited', remote: '', detail: '' } as const;
      const answer = { status: 429, reason: '', body: undefined, problem, seq: 1, retryAfter, remarks: [] };
      const sleep = async (ms: number) => void waits.push(ms / 1000);
      const last = await withRateLimit(
        async () => {
          sent += 1;
          return answer;
        },
        { sleep, longestWait: Number.POSITIVE_INFINITY, signal: new AbortController().signal },
      );
      expect(sent).toBe(10);
      expect(waits).toEqual(Array.from({ length: 9 }, (_, i) => first * 2 ** i));
      expect(last.problem?.detail).toBe('10 attempts were answered with 429; Okta gives up after that.');
    },
  );

  test('waits in words', () => {
    expect([1, 12, 119, 120, 300].map(waitInWords)).toEqual([
      '1 second',
      '12 seconds',
      '119 seconds',
      '2 minutes',
      '5 minutes',
    ]);
  });
});

describe("Okta's texts (okta.md 1.10)", () => {
  test('prefix, reason and remote detail', () => {
    const prefix = 'Error while verifying if user jane exists';
    expect(oktaErrorText(prefix, 'Unauthorized', 'Invalid SCIM token')).toBe(
      'Error while verifying if user jane exists: Unauthorized. Errors reported by remote server: Invalid SCIM token',
    );
    expect(oktaErrorText(prefix, 'Bad Gateway', '')).toBe(
      'Error while verifying if user jane exists: Bad Gateway.',
    );
    expect(provisioningFailed('jane', 'Rostr', 'Matching user not found')).toBe(
      'Automatic provisioning of user jane to app Rostr failed: Matching user not found',
    );
  });

  test.each([
    ['error code: 502', "Invalid JSON: Unrecognized token 'error'... line: 1, column: 6"],
    ['\n\n  oops', "Invalid JSON: Unrecognized token 'oops'... line: 3, column: 7"],
    ['<html>', "Invalid JSON: Unexpected character ('<' (code 60))... line: 1, column: 1"],
    ['', 'Invalid JSON: No content to map due to end-of-input'],
    ["{'a'", "Invalid JSON: Unexpected character ('{' (code 123))... line: 1, column: 1"],
  ])('%j is %j', (body, text) => {
    expect(invalidJsonText(body)).toBe(text);
  });

  test('a body that stops in the middle', () => {
    const text = 'Invalid JSON: Unexpected end-of-input... line: 2, column: 5';
    expect(invalidJsonText('{\n"a":', true)).toBe(text);
  });

  test.each([
    [{ detail: 'taken' }, 'taken'],
    [{ message: 'no' }, 'no'],
    [{ Errors: [{ description: 'old style' }] }, 'old style'],
    [{ detail: 7 }, ''],
    [[], ''],
    [null, ''],
    [undefined, ''],
    [{ detail: 'x'.repeat(9_000) }, 'x'.repeat(500)],
  ])('the detail of %j', (body, detail) => {
    expect(remoteDetail(body)).toBe(detail);
  });
});

test('the filter is encoded as Okta does (okta.md 1.4)', () => {
  expect(filterQuery('userName', 'jane@x.com')).toBe(
    'filter=userName%20eq%20%22jane%40x.com%22&startIndex=1&count=100',
  );
  expect(filterQuery('displayName', 'a "b" \\c')).toBe(
    'filter=displayName%20eq%20%22a%20%5C%22b%5C%22%20%5C%5Cc%22&startIndex=1&count=100',
  );
});

describe('mapping (okta.md 3.9)', () => {
  const defaults = compileMapping({
    appUsernameFormat: 'login',
    appUsernameExpression: '',
    appUsernameUpdate: 'always',
    excludeUsernameUpdates: false,
    mappings: null,
  });
  const mapped = (profile: Record<string, string>, event: MappingEvent = 'update') =>
    defaults.attributes({ profile, groupNames: () => [] }, event);
  const jane = { login: 'jane@x.com', email: 'jane@x.com', firstName: 'Jane', lastName: 'Doe' };

  test('only attributes with a value are sent, in the order of the captured POST', () => {
    const profile = { ...jane, title: '', locale: 'en-US', displayName: 'Jane Doe' };
    const body = createBody(mapped(profile, 'create'), '00u1', 'abcd1234');
    expect(Object.keys(body)).toEqual([
      'schemas',
      'userName',
      'name',
      'emails',
      'displayName',
      'locale',
      'externalId',
      'groups',
      'password',
      'active',
    ]);
  });

  test('an address has a type only with a street', () => {
    const body = createBody(mapped({ ...jane, city: 'Berlin', countryCode: 'DE' }), '00u1', 'x');
    expect(body.addresses).toEqual([{ primary: true, locality: 'Berlin', country: 'DE' }]);
  });

  test('what changed and what was emptied', () => {
    const { changed, cleared } = changedAttributes(
      mapped({ ...jane, title: 'Dr' }),
      mapped({ ...jane, lastName: 'Roe' }),
    );
    expect(changed).toEqual({ name: { givenName: 'Jane', familyName: 'Roe' } });
    expect(cleared).toEqual(['title']);
  });

  test('a PUT keeps what the server had and Okta does not map', () => {
    const got = {
      schemas: ['urn:x'],
      id: 'u1',
      meta: { version: '3' },
      unknown: [1],
      active: false,
      emails: [
        { value: 'second@x.com', type: 'home' },
        { value: 'old@x.com', primary: true, display: 'd' },
      ],
      title: 'Dr',
    };
    const merged = mergedUser(got, mapped(jane), '00u1', ['title']);
    expect(merged).toMatchObject({
      id: 'u1',
      meta: { version: '3' },
      unknown: [1],
      active: false,
      externalId: '00u1',
      groups: [],
    });
    expect(merged.title).toBeUndefined();
    expect(merged.emails).toEqual([
      { value: 'jane@x.com', primary: true, display: 'd', type: 'work' },
      { value: 'second@x.com', type: 'home' },
    ]);
  });

  test.each([
    ['lists of wrong types', { emails: 'x', name: 7, phoneNumbers: [null, 3] }],
    ['an empty object', {}],
  ])('a user with %s is read as a profile without them', (_name, user) => {
    expect(profileFromScim(user)).toEqual({});
  });

  test('the primary e-mail is read wherever it stands', () => {
    const emails = [{ value: 'a@x.com' }, { value: 'b@x.com', primary: true }];
    expect(profileFromScim({ emails })).toEqual({ email: 'b@x.com' });
  });
});

describe('matching (okta.md 3.4, 3.5)', () => {
  const make = (id: string, login: string, email: string, first: string, last: string) => ({
    id,
    name: `${first} ${last}`,
    login,
    email,
    first,
    last,
  });
  const people = [
    make('1', 'jane@x.com', 'jane@x.com', 'Jane', 'Doe'),
    make('2', 'jd2', 'shared@x.com', 'John', 'Doe'),
    make('3', 'jd3', 'shared@x.com', 'John', 'Doe'),
    make('4', 'Ana@x.com', 'ana@x.com', 'Ana', 'Ruiz'),
  ];
  const by = (keep: (p: (typeof people)[number]) => boolean) => people.filter(keep) as Candidate[];
  const source = {
    byLogin: (login: string) => by((p) => p.login === login),
    byEmail: (email: string) => by((p) => p.email === email),
    byNames: (first: string, last: string) => by((p) => p.first === first && p.last === last),
    byFolded: (login: string) => by((p) => p.login.toLowerCase() === login.toLowerCase()),
  };
  const imported = (userName: string, email: string, firstName = 'X', lastName = 'Y') => ({
    userName,
    email,
    firstName,
    lastName,
  });
  const byName = { matchRule: 'username', usernameFormat: 'userName', allowPartialMatch: true } as const;
  const byEmail = { ...byName, matchRule: 'email' } as const;

  test.each([
    ['exact by username', imported('jane@x.com', ''), byName, 'EXACT', '1'],
    ['exact by e-mail', imported('whatever', 'ana@x.com'), byEmail, 'EXACT', '4'],
    ['not by e-mail when the rule is username', imported('whatever', 'ana@x.com'), byName, 'NONE', null],
    ['case-sensitive', imported('JANE@X.COM', ''), byName, 'NONE', null],
    ['ambiguous by e-mail', imported('whatever', 'shared@x.com'), byEmail, 'AMBIGUOUS', null],
    ['partial by names', imported('other', '', 'Jane', 'Doe'), byName, 'PARTIAL', '1'],
    ['ambiguous by names', imported('other', '', 'John', 'Doe'), byName, 'AMBIGUOUS', null],
    [
      'no partial where it is off',
      imported('other', '', 'Jane', 'Doe'),
      { ...byName, allowPartialMatch: false },
      'NONE',
      null,
    ],
    ['no partial without a last name', imported('other', '', 'Jane', ''), byName, 'NONE', null],
    ['an empty e-mail matches nobody', imported('other', ''), byEmail, 'NONE', null],
    [
      'username from the e-mail',
      imported('other', 'jane@x.com'),
      { ...byName, usernameFormat: 'email' },
      'EXACT',
      '1',
    ],
  ] as const)('%s', (_name, user, settings, kind, personId) => {
    const match = matchUser(user, settings, source);
    expect([match.kind, match.person?.id ?? null]).toEqual([kind, personId]);
  });

  test('the reason says why it is not exact', () => {
    expect(matchUser(imported('other', '', 'Jane', 'Doe'), byName, source).reason).toBe('username differs');
    expect(matchUser(imported('other', '', 'John', 'Doe'), byName, source).reason).toBe(
      '2 people have the same first and last name',
    );
    expect(matchUser(imported('JANE@X.COM', ''), byName, source).reason).toMatch(/letter case only/);
  });

  test('without an e-mail the userName is the login', () => {
    expect(oktaUsername(imported('u', ''), 'email')).toBe('u');
    expect(oktaUsername(imported('u', 'e@x.com'), 'email')).toBe('e@x.com');
    expect(oktaUsername(imported('u', 'e@x.com'), 'userName')).toBe('u');
  });
});
