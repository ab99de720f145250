/** What clients write into attributes that never go out is not in the traffic log's file either (security.md T5). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../electron/engine/base/ports.ts';
import { keepTrafficHere } from '../../electron/engine/oversight/traffic-here.ts';
import { createTrafficLog } from '../../electron/engine/oversight/traffic-log.ts';
import { openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import { buildRegistry } from '../../shared/domain/schema-registry.ts';
import { type AttributeDef, attribute } from '../../shared/domain/scim-schema.ts';
import { patchBody, type ScimUnderTest, startScim, userBody } from '../support/scim-start.ts';
import { tempDir } from '../support/temp-workspace.ts';

const urn = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const never = { returned: 'never' } as const;
const secret = 'Canary-51c0';

const complex = (name: string, subAttributes: readonly AttributeDef[], multiValued = false) =>
  attribute(name, 'An object.', { type: 'complex', subAttributes, multiValued });

const registry = buildRegistry([
  {
    id: urn,
    name: 'Acme',
    description: 'Acme',
    resourceType: 'User',
    attributes: [
      attribute('pin', 'Secret.', never),
      attribute('pins', 'Secrets.', { ...never, multiValued: true }),
      attribute('shelf', 'Open.'),
      // named as a standard attribute: only where it is meant
      attribute('title', 'Secret.', never),
      complex('badge', [
        attribute('code', 'Secret.', never),
        attribute('value', 'Secret.', never),
        attribute('label', 'Open.'),
      ]),
      complex(
        'keys',
        [
          attribute('kind', 'Open.'),
          attribute('code', 'Secret.', never),
          attribute('value', 'Secret.', never),
        ],
        true,
      ),
    ],
  },
]);

let scim: ScimUnderTest;
let userId: string;

beforeAll(async () => {
  scim = await startScim({ schemas: () => registry });
  userId = String((await scim.call('POST', '/Users', userBody('masked@acme.example'))).body['id']);
});
afterAll(() => scim.stop());

const patch = (...operations: JsonObject[]): [string, string, Json] => [
  'PATCH',
  `/Users/${userId}`,
  patchBody(...operations),
];
const filter = (text: string): [string, string] => ['GET', `/Users?filter=${encodeURIComponent(text)}`];
const search = (text: string): [string, string, Json] => [
  'POST',
  '/Users/.search',
  { schemas: [], filter: text },
];
const create = (extension: JsonObject): [string, string, Json] => [
  'POST',
  '/Users',
  userBody(`${Math.random()}@acme.example`, { [urn]: extension }),
];

/** The file's bytes after these requests were logged as they were captured. */
async function logged(
  ...requests: readonly (readonly [string, string, (Json | string)?])[]
): Promise<string> {
  const dir = tempDir();
  const workspace = openWorkspace(dir);
  const keeper = keepTrafficHere({ path: workspace.trafficPath, clock: Date.now, logger: silentLogger });
  const log = createTrafficLog({
    keeper,
    announce: () => {},
    failed: (error) => {
      throw error;
    },
  });
  const first = scim.exchanges.length;
  for (const [method, path, body] of requests) await scim.call(method, path, body);
  await expect.poll(() => scim.exchanges.length).toBe(first + requests.length);
  for (const exchange of scim.exchanges.slice(first)) log.record(exchange);
  await log.close();
  workspace.close();
  return readFileSync(join(dir, 'traffic.db')).toString('latin1');
}

const cases: readonly (readonly [string, () => readonly [string, string, (Json | string)?]])[] = [
  ['a create', () => create({ pin: secret, shelf: 'open' })],
  ['a name in another case', () => create({ PIN: secret })],
  ['a list', () => create({ pins: [secret, 'x'] })],
  ['a name that standard attributes have too', () => create({ title: secret })],
  ['sub-attributes', () => create({ badge: { code: secret, label: 'open' } })],
  ['a sub-attribute with a common name', () => create({ badge: { value: secret } })],
  ['sub-attributes of a list', () => create({ keys: [{ kind: 'door', code: secret, value: secret }] })],
  [
    'a PUT',
    () => ['PUT', `/Users/${userId}`, userBody('masked@acme.example', { [urn]: { pin: secret } })] as const,
  ],
  [
    'the URN in another case',
    () => ['POST', '/Users', userBody('c@x', { [urn.toUpperCase()]: { pin: secret } })],
  ],
  ['a PATCH by path', () => patch({ op: 'replace', path: `${urn}:pin`, value: secret })],
  ['a PATCH of a sub-attribute', () => patch({ op: 'add', path: `${urn}:badge.value`, value: secret })],
  ['a PATCH of a list', () => patch({ op: 'add', path: `${urn}:pins`, value: [secret] })],
  ['a PATCH of a list, by value', () => patch({ op: 'remove', path: `${urn}:pins[value eq "${secret}"]` })],
  [
    'a PATCH of an extension',
    () => patch({ op: 'add', path: urn, value: { pin: secret, 'badge.value': secret } }),
  ],
  [
    'a PATCH with a complex value',
    () => patch({ op: 'add', path: `${urn}:badge`, value: { value: secret } }),
  ],
  [
    'a PATCH with a value filter',
    () => patch({ op: 'add', path: `${urn}:keys[kind eq "a"].value`, value: secret }),
  ],
  [
    'a secret in a path',
    () => patch({ op: 'remove', path: `${urn}:keys[kind eq "a" and value eq "${secret}"]` }),
  ],
  ['a path-less PATCH', () => patch({ op: 'add', value: { [urn]: { pin: secret } } })],
  ['a path-less PATCH with URN keys', () => patch({ op: 'add', value: { [`${urn}:badge.value`]: secret } })],
  [
    'a path-less PATCH with a filter for a key',
    () => patch({ op: 'add', value: { [`${urn}:keys[value eq "${secret}"].kind`]: 'b' } }),
  ],
  ['a name without its URN', () => patch({ op: 'replace', path: 'pin', value: secret })],
  ['a top-level name without its URN', () => ['POST', '/Users', userBody('d@x', { pin: secret })] as const],
  [
    'escaped letters',
    () => ['POST', '/Users', `{"userName":"e@x","${urn}":{"\\u0070in":"${secret}"}}`] as const,
  ],
  [
    'an escaped URN',
    () => ['POST', '/Users', `{"userName":"f@x","\\u0075rn${urn.slice(3)}":{"title":"${secret}"}}`] as const,
  ],
  ['what is not JSON', () => ['POST', '/Users', `{"${urn}":{"title":"${secret}"`] as const],
  [
    'Bulk data',
    () =>
      [
        'POST',
        '/Bulk',
        {
          schemas: [],
          Operations: [
            { method: 'POST', path: '/Users', bulkId: 'a', data: { [urn]: { title: secret } } },
            {
              method: 'PATCH',
              path: `/Users/${userId}`,
              data: patchBody({ op: 'add', path: `${urn}:title`, value: secret }),
            },
          ],
        },
      ] as const,
  ],
  ['a filter', () => filter(`${urn}:pin eq "${secret}"`)],
  ['a filter on a sub-attribute', () => filter(`${urn}:keys[kind eq "a" and value eq "${secret}"]`)],
  ['a filter without an operator', () => filter(`${urn}:title "${secret}"`)],
  ['a filter without the URN', () => filter(`(userName pr) and pin sw "${secret}"`)],
  [
    'a filter with broken escapes',
    () => ['GET', `/Users?x=%zz&filter=${encodeURIComponent(`${urn}:title eq "${secret}"`)}%zz`] as const,
  ],
  ['a search', () => search(`${urn}:badge.value co "${secret}"`)],
  [
    'a search of everything',
    () => ['POST', '/.search', { schemas: [], filter: `${urn}:pin eq "${secret}"` }] as const,
  ],
];

describe('attributes that never go out', () => {
  it.each(cases)('%s leaves nothing in the file', async (_what, request) => {
    expect(await logged(request())).not.toContain(secret);
  });

  it('are masked and nothing else is', async () => {
    const bytes = await logged(
      create({ pin: secret, shelf: 'Shelf-9', badge: { code: secret, label: 'Label-9' } }),
      patch({ op: 'replace', path: 'title', value: 'Open-title-9' }),
      filter('title eq "Open-filter-9" and emails.value co "Open-mail-9"'),
    );
    for (const open of ['Shelf-9', 'Label-9', 'Open-title-9', 'Open-filter-9', 'Open-mail-9'])
      expect(bytes).toContain(open);
    expect(bytes).toContain('"pin":"[not kept]"');
  });

  it('cost nothing where there are none', async () => {
    const usual = await startScim();
    await usual.call('GET', '/Users');
    await expect.poll(() => usual.exchanges.length).toBe(1);
    expect(usual.exchanges[0]).not.toHaveProperty('masked');
    await usual.stop();
  });
});
