/** The eight features from the screens against a SCIM server that we did not write, in both of Okta's dialects. */
import { peerToken, startSecondServer } from '../support/second-server.ts';
import { expect, test } from './console-test.ts';
import { dialects, namesFor, pushAll, takeBack } from './pushing.ts';

for (const dialect of dialects) {
  test(`pushes to and imports from a second server as ${dialect.domain} app`, async ({ app }) => {
    // the packages of the second server may have to come first
    test.setTimeout(300_000);
    const server = await startSecondServer();
    try {
      const at = { app, call: server.call, dialect, ...namesFor(dialect) };
      const name = `Other ${dialect.domain}`;
      await (await app.connections()).add({ name, baseUrl: server.baseUrl, secret: peerToken });
      const simulator = await app.simulator();
      await simulator.chooseConnection(name);
      await simulator.chooseProfile(dialect.profile);
      await simulator.enableProvisioning();
      await simulator.part('Integration');
      await simulator.switchOn('Import Groups');
      await pushAll(at, simulator);

      // what scimmy does with a replace that has no path is said on the screen; a PUT goes well
      await simulator.forceSync();
      const kept = simulator.outcome.getByText(/what it has now is not what was sent: .*emails/);
      await expect(kept).toHaveCount(dialect.domain === 'catalog' ? 1 : 0);

      for (let n = 1; n <= 3; n++) {
        const userName = `there${n}.${dialect.domain}@acme.example`;
        const person = { givenName: 'There', familyName: `Already ${n}` };
        const emails = [{ value: userName, primary: true }];
        const who = { userName, name: person, emails, active: n !== 3 };
        const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
        const created = await server.call('POST', '/Users', { schemas, ...who });
        expect(created.status).toBe(201);
      }
      await simulator.importNow();
      await expect(app.page.getByText(/3 users scanned/)).toBeVisible();
      await expect(app.page.getByText(/1 group scanned/)).toBeVisible();
      const review = app.page.getByRole('grid', { name: 'Imported users' });
      await expect(review.getByText('No match')).toHaveCount(2);
      await review.getByRole('checkbox', { name: 'Select all' }).click();
      await simulator.confirmAssignments();
      await expect(review.getByText('No match')).toHaveCount(0);

      await takeBack(at, simulator);
    } finally {
      await server.close();
    }
  });
}
