/**
 * PATCH against an oracle: random sequences of requests over HTTP, each all or nothing. After every request the
 * directory holds what the oracle holds; after a refusal nothing moved, not even the version.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { strict, testRegistry } from '../support/badge-schema.ts';
import { patched, Refusal, type State, specs } from '../support/patch-oracle.ts';
import { type RandomRequest, randomRequest } from '../support/patch-requests.ts';
import { scaled } from '../support/scale.ts';
import { patchBody, type ScimUnderTest, startScim, writeToken } from '../support/scim-start.ts';

const sequences = scaled('PATCH sequences', 400, 20_000);
let scim: ScimUnderTest;
let made = 0;
const tally = { requests: 0, refused: 0 };

beforeAll(async () => {
  scim = await startScim({ schemas: () => testRegistry });
});
afterAll(() => scim.stop());

const starts: readonly State[] = [
  {},
  {
    title: 'a',
    emails: [{ value: 'a', type: 'work', primary: true }],
    grade: 'b',
    born: 'a',
    risk: 'b',
    pin: 'x y',
  },
  {
    name: { givenName: 'a', familyName: 'b' },
    emails: [
      { value: 'a', type: 'work' },
      { value: 'b', type: 'home', primary: true },
    ],
    roles: [{ value: 'x y' }],
    department: 'a',
    manager: { value: 'A' },
    level: 3,
    tags: ['a', 'ü'],
    keys: [
      { value: 'K1', type: 'work' },
      { value: 'k1', primary: true },
    ],
    grade: 'A',
  },
];

/** The oracle's flat state as attributes of a resource. */
function nested(state: State): JsonObject {
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(state)) {
    const urn = specs[name]?.urn ?? null;
    if (urn === null) out[name] = value;
    else out[urn] = { ...((out[urn] ?? {}) as JsonObject), [name]: value };
  }
  return out;
}

function create(start: State): { id: string; state: State } {
  const state: State = { userName: `person${made++}`, active: true, ...structuredClone(start) };
  const { active: _active, ...attributes } = nested(state);
  const { id } = scim.directory.inUnit({ kind: 'admin' }, (unit) => unit.createUser(attributes));
  return { id, state };
}

function held(id: string): { attributes: JsonObject; version: number } {
  const user = scim.directory.findUser(id);
  if (user === undefined) throw new Error('the user is gone');
  return { attributes: { ...user.attributes, active: user.active }, version: user.version };
}

async function patch(id: string, operations: readonly JsonObject[]) {
  tally.requests++;
  const answer = await scim.app.inject({
    method: 'PATCH',
    url: `/scim/v2/Users/${id}`,
    headers: { authorization: `Bearer ${writeToken}`, 'content-type': 'application/scim+json' },
    payload: JSON.stringify(patchBody(...operations)),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body) as JsonObject };
}

/** What goes out: all but what is never returned. */
function returned(attributes: JsonObject): JsonObject {
  const out = structuredClone(attributes);
  const held = out[strict] as JsonObject | undefined;
  if (held === undefined) return out;
  delete held['pin'];
  if (Object.keys(held).length === 0) delete out[strict];
  return out;
}

async function check(id: string, state: State, request: RandomRequest): Promise<State> {
  const before = held(id);
  let expected: State | string;
  try {
    expected = patched(state, request.ops, request.entra);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expected = error.scimType;
  }
  const answer = await patch(id, request.sent);
  const after = held(id);
  if (typeof expected === 'string') {
    tally.refused++;
    expect([answer.status, answer.body['scimType']]).toEqual([400, expected]);
    expect(after).toEqual(before);
    return state;
  }
  expect([answer.status, answer.body['detail']]).toEqual([200, undefined]);
  const wanted = nested(expected);
  expect(after.attributes).toEqual(wanted);
  const { schemas: _s, id: _i, meta: _m, groups: _g, ...sent } = answer.body;
  expect(sent as Record<string, Json>).toEqual(returned(wanted));
  return expected;
}

test(`${sequences} sequences`, async () => {
  const seed = Number(process.env['ROLLCALL_SEED'] ?? Date.now() % 2 ** 31);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.array(randomRequest, { minLength: 1, maxLength: 4 }),
      async (start, requests) => {
        const { id, state: begun } = create(start);
        let state = begun;
        try {
          for (const request of requests) state = await check(id, state, request);
        } finally {
          // userNames repeat between sequences
          scim.directory.inUnit({ kind: 'admin' }, (unit) => unit.deleteUser(id));
        }
      },
    ),
    { numRuns: sequences, seed },
  );
  console.info(`${sequences} sequences, ${tally.requests} requests, ${tally.refused} refused, seed ${seed}`);
  expect(tally.refused).toBeGreaterThan(tally.requests / 20);
  expect(tally.refused).toBeLessThan(tally.requests * 0.7);
}, 3_600_000);
