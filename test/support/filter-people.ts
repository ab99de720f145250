/** 300 users that differ in everything a filter can ask, three nested groups, and random filters over them. */
import fc from 'fast-check';
import { userText } from '../../electron/engine/scim/user-resource.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { badge, strict } from './badge-schema.ts';
import { enterprise, type TestDirectory } from './scim-start.ts';

const words = [
  'Ana',
  'ana',
  'ÅSA',
  'åsa',
  'Straße',
  'STRASSE',
  'ΟΔΟΣ',
  'οδός',
  'x%_',
  "O'Rourke",
  'İpek',
  'z',
  '2024',
  '𝔄ß😀',
  'a"b\\c',
  '',
];
const start = Date.UTC(2025, 0, 1);
const hour = 3_600_000;
export const filterPeople = 300;

function pick(i: number, by: number): string {
  return words[(i * by + (i >> 2)) % words.length] as string;
}

function badgeOf(i: number): JsonObject {
  return {
    nickname: pick(i, 3),
    code: pick(i, 7),
    ...(i % 4 === 0 ? {} : { level: (i % 9) - 2, score: (i % 11) / 4 }),
    ...(i % 5 === 0 ? {} : { vip: i % 3 === 0 }),
    ...(i % 3 === 0 ? { since: new Date(start + (i % 24) * hour).toISOString() } : {}),
    ...(i % 2 === 0 ? { tags: [pick(i, 5), pick(i, 11)] } : {}),
    ...(i % 6 === 0 ? { floors: [i % 4, (i % 7) - 1] } : {}),
    ...(i % 3 === 0 ? { desk: { building: pick(i, 13), seat: i % 6 } } : {}),
    ...(i % 4 === 0
      ? {
          keys: [
            { value: pick(i, 3), type: 'front', primary: i % 8 === 0 },
            { value: pick(i, 9), type: 'Back', until: new Date(start + (i % 12) * hour).toISOString() },
          ],
        }
      : {}),
  };
}

function personOf(i: number): JsonObject {
  return {
    userName: `${pick(i, 1)}${i}@x.example`,
    name: { givenName: pick(i, 3), familyName: pick(i, 5) },
    ...(i % 3 === 0 ? { title: pick(i, 7) } : {}),
    ...(i % 4 === 0 ? { nickName: pick(i, 11), externalId: `Ext${i % 8}` } : {}),
    ...(i % 5 === 0 ? {} : { displayName: pick(i, 2) }),
    ...(i % 9 === 0 ? { profileUrl: `https://x.example/${i % 4}` } : {}),
    emails: [
      { value: `${pick(i, 1)}@work.example`, type: 'work', primary: i % 2 === 0 },
      ...(i % 3 === 0 ? [{ value: `${pick(i, 5)}@home.example`, type: 'home', display: pick(i, 3) }] : []),
    ],
    ...(i % 6 === 0 ? { addresses: [{ locality: pick(i, 3), type: 'work' }, { country: pick(i, 7) }] } : {}),
    ...(i % 8 === 0 ? { photos: [{ value: `https://x.example/P${i % 3}`, type: 'photo' }] } : {}),
    ...(i % 2 === 0
      ? {
          [enterprise]: {
            department: pick(i, 3),
            employeeNumber: String(i % 7),
            manager: { value: `M${i % 4}`, displayName: pick(i, 9) },
          },
        }
      : {}),
    ...(i % 3 === 1 ? { [badge]: badgeOf(i >> 1) } : {}),
    ...(i % 10 === 3 ? { [strict]: { grade: `g${pick(i, 3)}`, visa: [{ value: `v${pick(i, 5)}` }] } } : {}),
  };
}

/** `clock` is moved one hour per user, so that `meta` differs. */
export function fillForFilters(test: TestDirectory, clock: { now: number }): JsonObject[] {
  clock.now = start;
  const ids: string[] = [];
  const seed = { kind: 'seed' } as const;
  for (let i = 0; i < filterPeople; i++) {
    clock.now += hour;
    const made = test.directory.inUnit(seed, (unit) => unit.createUser(personOf(i), { active: i % 7 !== 0 }));
    ids.push(made.id);
  }
  test.directory.inUnit(seed, (unit) => {
    const team = unit.createGroup({ displayName: 'Åsa team' }, ids.slice(0, 60)).id;
    const outer = unit.createGroup({ displayName: 'Outer' }, [team, ...ids.slice(50, 90)]).id;
    unit.createGroup({ displayName: 'ΟΔΟΣ' }, [outer, ...ids.slice(200, 240)]);
  });
  return ids.map((id) => {
    const user = test.directory.userDocument(id);
    if (user === undefined) throw new Error('a user is gone');
    return JSON.parse(userText(user, 'https://h.example/scim/v2')) as JsonObject;
  });
}

const text = fc.constantFrom(
  ...words,
  'a',
  'work',
  'home',
  'Ext4',
  'ext4',
  '3',
  '@',
  'rAS',
  'σ',
  'front',
  'back',
  'M2',
  'indirect',
);
const textOrder = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'Co', 'sW');
const order = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le', 'GE');
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const textPaths = [
  'userName',
  'USERNAME',
  'name.givenName',
  'name.familyName',
  'NAME.middleName',
  'displayName',
  'title',
  'nickName',
  'externalId',
  'profileUrl',
  'emails',
  'emails.value',
  'emails.type',
  'emails.display',
  'photos.value',
  'addresses.locality',
  'addresses.country',
  'groups',
  'groups.display',
  'groups.type',
  'meta.resourceType',
  `${core}:title`,
  `${core.toUpperCase()}:emails.value`,
  `${enterprise}:department`,
  `${enterprise}:employeeNumber`,
  `${enterprise}:manager`,
  `${enterprise}:manager.displayName`,
  `${badge}:nickname`,
  `${badge.toUpperCase()}:NICKNAME`,
  `${badge}:code`,
  `${badge}:tags`,
  `${badge}:tags.value`,
  `${badge}:desk.building`,
  `${badge}:keys`,
  `${badge}:keys.type`,
  `${strict}:grade`,
  `${strict}:visa.value`,
];
const presentPaths = [
  ...textPaths,
  'name',
  'groups',
  'active',
  'addresses',
  'meta',
  'meta.created',
  `${enterprise}:manager`,
  `${badge}:level`,
  `${badge}:vip`,
  `${badge}:floors`,
  `${badge}:desk`,
  `${badge}:desk.seat`,
  `${badge}:keys.until`,
  'x509Certificates',
];
const moment = fc
  .tuple(fc.integer({ min: -2, max: 310 }), fc.constantFrom('Z', '+00:00', '-05:30'))
  .map(([h, zone]) => {
    const shift = zone === '-05:30' ? 5.5 * hour : 0;
    return `${new Date(start + h * hour - shift).toISOString().slice(0, 19)}${zone}`;
  });
const smallMoment = fc.integer({ min: -1, max: 25 }).map((h) => new Date(start + h * hour).toISOString());
const whole = fc.integer({ min: -3, max: 8 });

function compared(path: fc.Arbitrary<string>, by: fc.Arbitrary<string>, value: fc.Arbitrary<string>) {
  return fc.tuple(path, by, value).map(([p, o, v]) => `${p} ${o} ${v}`);
}
const quoted = text.map((v) => JSON.stringify(v));
const inElement = fc.oneof(
  compared(fc.constantFrom('value', 'type', 'VALUE'), textOrder, quoted),
  compared(
    fc.constant('until'),
    order,
    smallMoment.map((m) => JSON.stringify(m)),
  ),
  fc.constantFrom('primary eq true', 'primary ne true', 'until pr', 'type pr', 'not (primary pr)'),
);
const inMail = fc.oneof(
  compared(fc.constantFrom('value', 'type', 'display'), textOrder, quoted),
  fc.constantFrom('primary eq true', 'display pr', 'not (display pr)'),
);
const inGroup = fc.oneof(
  compared(fc.constantFrom('display', 'type'), textOrder, quoted),
  fc.constantFrom('type eq "direct"', 'type eq "indirect"', 'display pr'),
);
function pair(inner: fc.Arbitrary<string>) {
  return fc.oneof(
    inner,
    fc.tuple(inner, fc.constantFrom('and', 'or'), inner).map(([a, o, b]) => `${a} ${o} ${b}`),
    inner.map((a) => `not (${a})`),
  );
}

const leaf = fc.oneof(
  compared(fc.constantFrom(...textPaths), textOrder, quoted),
  fc.tuple(fc.constantFrom(...presentPaths), fc.constant('pr')).map((p) => p.join(' ')),
  fc.tuple(fc.constantFrom(...textPaths), fc.constantFrom('eq null', 'ne null')).map((p) => p.join(' ')),
  fc.constantFrom('active eq true', 'active ne true', 'active eq "False"', 'emails.primary eq true'),
  compared(
    fc.constantFrom('meta.lastModified', 'meta.created'),
    order,
    moment.map((m) => JSON.stringify(m)),
  ),
  compared(
    fc.constant(`${badge}:since`),
    order,
    smallMoment.map((m) => JSON.stringify(m)),
  ),
  compared(
    fc.constantFrom(`${badge}:level`, `${badge}:floors`, `${badge}:desk.seat`),
    order,
    whole.map(String),
  ),
  compared(
    fc.constant(`${badge}:score`),
    order,
    whole.map((n) => String(n / 4)),
  ),
  fc.constantFrom(`${badge}:vip eq true`, `${badge}:vip ne false`, `${badge}:vip eq null`),
  pair(inMail).map((c) => `emails[${c}]`),
  pair(inElement).map((c) => `${badge}:keys[${c}]`),
  compared(fc.constant('value'), textOrder, quoted).map((c) => `${badge}:tags[${c}]`),
  compared(fc.constant('value'), order, whole.map(String)).map((c) => `${badge}:floors[${c}]`),
  pair(inGroup).map((c) => `groups[${c}]`),
  fc.tuple(inMail, textOrder, quoted).map(([c, o, v]) => `emails[${c}].value ${o} ${v}`),
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'ew'), fc.integer({ min: 0, max: filterPeople - 1 }))
    .map(([o, i]) => `meta.location ${o} "ref:${i}"`),
);

/** `ref:17` stands for the location of user 17, known only once they are made. */
export const randomFilter = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('tree'), fc.constantFrom('and', 'or', 'OR'), tie('tree'))
      .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    tie('tree').map((a) => `not (${a})`),
  ),
})).tree;
