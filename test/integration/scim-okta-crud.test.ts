/**
 * Okta's CRUD suite by its effects on the wire (okta-suite.md B): the steps that drive a real org are made by the
 * simulated one, the checks are made over HTTP as the suite makes them. And the 2016 suite (C), which needs no org.
 */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../shared/domain/json.ts';
import type { OperationOutcome } from '../../shared/domain/simulator.ts';
import { everySwitch, openTestOrg, person } from '../support/okta-org.ts';
import {
  patchBody,
  type ScimUnderTest,
  scimError,
  startScim,
  userBody,
  writeToken,
} from '../support/scim-start.ts';

const connectionId = 'local';
const email = 'runscope600@atko.com';

const clean = (outcome: OperationOutcome) => expect(outcome.failures).toEqual([]);

async function lookUp(scim: ScimUnderTest) {
  const filter = encodeURIComponent(`userName eq "${email}"`);
  const { status, body } = await scim.call('GET', `/Users?filter=${filter}`);
  return { status, resources: body['Resources'] as JsonObject[] };
}

describe.each(['catalog', 'wizard'] as const)('the CRUD suite, %s app', (dialect) => {
  test('steps 1 to 13', async () => {
    const scim = await startScim();
    const org = openTestOrg({
      localEndpoint: async () => ({ baseUrl: scim.baseUrl, token: writeToken }),
      timeoutMs: 10_000,
    });
    try {
      org.sim.configure({ connectionId, dialect, ...everySwitch });
      const profile = { login: email, email, firstName: 'Runscope', lastName: 'Atko', title: 'Engineer' };
      const id = person(org, { ...profile, primaryPhone: '415.123.4567' });
      const assign = () => org.sim.assign({ connectionId, personIds: [id], groupIds: [] });
      clean(await assign());

      const found = await lookUp(scim);
      expect(found.status).toBe(200);
      const user = found.resources[0] ?? {};
      expect(user).toMatchObject({ userName: email, name: { familyName: 'Atko', givenName: 'Runscope' } });
      expect(user['emails']).toMatchObject([{ value: email }]);
      const read = async () => {
        const { status, body } = await scim.call('GET', `/Users/${String(user['id'])}`);
        return { status, active: body['active'], givenName: (body['name'] as JsonObject)['givenName'] };
      };

      clean((await org.sim.updatePerson({ id, profile: { firstName: 'Runscopeupdate' } })).outcome);
      expect(await read()).toEqual({ status: 200, active: true, givenName: 'Runscopeupdate' });
      clean(await org.sim.setPersonStatus({ ids: [id], status: 'DEPROVISIONED' }));
      expect(await read()).toMatchObject({ status: 200, active: false });
      clean(await org.sim.setPersonStatus({ ids: [id], status: 'ACTIVE' }));
      clean(await assign());
      expect(await read()).toMatchObject({ status: 200, active: true });
      const assignment = org.sim.assignments({ connectionId, offset: 0, limit: 10 }).rows[0];
      clean(await org.sim.unassign({ connectionId, assignmentIds: [assignment?.id ?? ''], groupIds: [] }));
      expect(await read()).toMatchObject({ status: 200, active: false });
      expect(scim.exchanges.map((e) => e.method)).not.toContain('DELETE');
    } finally {
      await org.close();
      await scim.stop();
    }
  });
});

test('the 2016 suite, steps 1 to 8', async () => {
  const scim = await startScim();
  try {
    await scim.call('POST', '/Users', userBody('somebody@atko.com'));
    const list = async (path: string) => {
      const { status, body } = await scim.call('GET', path);
      expect([status, body['schemas']]).toEqual([
        200,
        ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      ]);
      for (const name of ['totalResults', 'startIndex', 'itemsPerPage'])
        expect(body[name]).toBeTypeOf('number');
      return body;
    };
    expect((await list('/Users?count=2&startIndex=1'))['Resources']).toHaveLength(1);
    await list('/Groups?count=100&startIndex=1');
    const filter = encodeURIComponent('userName eq "nobody@atko.com"');
    expect((await list(`/Users?count=100&filter=${filter}&startIndex=1`))['totalResults']).toBe(0);
    const unknown = await scim.call('GET', '/Users/919191919191');
    expect([unknown.status, unknown.body['schemas']]).toEqual([404, [scimError]]);
    const made = await scim.call(
      'POST',
      '/Users',
      userBody('new@atko.com', { externalId: '00u1', groups: [] }),
    );
    expect(made.status).toBe(201);
    const path = `/Users/${String(made.body['id'])}`;
    expect((await scim.call('GET', path)).status).toBe(200);
    const off = await scim.call('PATCH', path, patchBody({ op: 'replace', value: { active: false } }));
    expect([off.status, off.body['active']]).toEqual([200, false]);
  } finally {
    await scim.stop();
  }
});
