/** Members of a group by PATCH against a plain set, in the shapes of Okta and Entra (okta.md 1.8, 6). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { scaled } from '../support/scale.ts';
import { patchBody, type ScimUnderTest, startScim, writeToken } from '../support/scim-start.ts';

const sequences = scaled('sequences of membership changes', 100, 5_000);
const people = 6;
let scim: ScimUnderTest;
let ids: string[] = [];

beforeAll(async () => {
  scim = await startScim();
  ids = Array.from(
    { length: people },
    (_, i) =>
      scim.directory.inUnit({ kind: 'admin' }, (unit) => unit.createUser({ userName: `member${i}` })).id,
  );
});
afterAll(() => scim.stop());

/** People by number; `people` itself stands for an id that nobody has. */
interface Step {
  readonly kind: 'add' | 'remove' | 'set' | 'clear' | 'rename';
  readonly who: readonly number[];
  readonly spelling: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'add' as const,
    'add' as const,
    'remove' as const,
    'set' as const,
    'clear' as const,
    'rename' as const,
  ),
  who: fc.array(
    fc.oneof({ arbitrary: fc.nat(people - 1), weight: 30 }, { arbitrary: fc.constant(people), weight: 1 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  spelling: fc.nat(3),
});

const idOf = (n: number) => ids[n] ?? '00000000-0000-4000-8000-000000000000';

function sent({ kind, who, spelling }: Step): JsonObject {
  const list: Json[] = who.map((n) => ({
    value: idOf(n),
    ...(spelling % 2 === 0 ? {} : { $ref: null, display: null }),
  }));
  switch (kind) {
    case 'add':
      return spelling < 2
        ? { op: 'Add', path: 'members', value: list }
        : { op: 'add', value: { members: list } };
    case 'remove':
      return spelling < 2
        ? { op: 'Remove', path: 'members', value: list }
        : { op: 'remove', path: `members[${who.map((n) => `value eq "${idOf(n)}"`).join(' or ')}]` };
    case 'set':
      return spelling < 2
        ? { op: 'replace', path: 'members', value: list }
        : { op: 'replace', value: { id: 'x', displayName: 'G', members: list } };
    case 'clear':
      return spelling < 2 ? { op: 'remove', path: 'members' } : { op: 'replace', value: { members: [] } };
    case 'rename':
      return { op: 'replace', value: { id: 'x', displayName: `G${spelling}` } };
  }
}

/** Null: refused, and nothing moved. */
function expected(start: ReadonlySet<number>, steps: readonly Step[]): Set<number> | null {
  let now = new Set(start);
  for (const { kind, who } of steps) {
    if ((kind === 'add' || kind === 'set') && who.includes(people)) return null;
    if (kind === 'add') for (const n of who) now.add(n);
    if (kind === 'remove') for (const n of who) now.delete(n);
    if (kind === 'set') now = new Set(who);
    if (kind === 'clear') now = new Set();
  }
  return now;
}

async function members(id: string): Promise<number[]> {
  const read = await scim.app.inject({
    method: 'GET',
    url: `/scim/v2/Groups/${id}`,
    headers: { authorization: `Bearer ${writeToken}` },
  });
  const list = ((JSON.parse(read.body) as JsonObject)['members'] ?? []) as JsonObject[];
  return list.map((m) => ids.indexOf(String(m['value']))).sort();
}

test(`${sequences} sequences of membership changes`, async () => {
  const seed = Number(process.env['ROLLCALL_SEED'] ?? Date.now() % 2 ** 31);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (requests) => {
        const { id } = scim.directory.inUnit({ kind: 'admin' }, (unit) =>
          unit.createGroup({ displayName: 'G' }),
        );
        let state: Set<number> = new Set();
        for (const steps of requests) {
          const wanted = expected(state, steps);
          const answer = await scim.app.inject({
            method: 'PATCH',
            url: `/scim/v2/Groups/${id}`,
            headers: { authorization: `Bearer ${writeToken}`, 'content-type': 'application/scim+json' },
            payload: JSON.stringify(patchBody(...steps.map(sent))),
          });
          expect(answer.statusCode).toBe(wanted === null ? 400 : 200);
          state = wanted ?? state;
          expect(await members(id)).toEqual([...state].sort());
        }
      },
    ),
    { numRuns: sequences, seed },
  );
  console.info(`${sequences} membership sequences, seed ${seed}`);
}, 1_800_000);
