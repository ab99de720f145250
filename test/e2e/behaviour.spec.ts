import type { ServerProfile } from '../../shared/domain/server-profile.ts';
import { cliJson, runCli } from '../support/run-cli.ts';
import { expect, type ServedWorkspace, test } from './console-test.ts';
import { BehaviourPage } from './pages/behaviour-page.ts';
import type { ConsoleApp } from './pages/console-app.ts';

test.use({ seeded: { users: 5, groups: 1 } });

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
let made = 0;
const person = () => ({ schemas: [userUrn], userName: `person${++made}@acme.example` });

async function behaviourOf(app: ConsoleApp): Promise<BehaviourPage> {
  const local = await (await app.connections()).localServer();
  await local.page.getByRole('tab', { name: /^Behaviour/ }).click();
  return new BehaviourPage(app.page);
}

function ask(workspace: ServedWorkspace, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(workspace.scim + path, {
    method,
    headers: {
      authorization: `Bearer ${workspace.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('each switch is in force for the next request, and all go back to usual', async ({ app, workspace }) => {
  const behaviour = await behaviourOf(app);
  const { scimCall } = workspace;
  const status = async (method: string, path: string, body?: unknown) =>
    (await scimCall(method, path, body)).status;
  const backToUsual = app.page.getByRole('button', { name: 'Back to usual' });
  await expect(backToUsual).toBeDisabled();

  const bare = { userName: 'bare1@acme.example' };
  expect(await status('POST', '/Users', bare)).toBe(201);
  await behaviour.choose('Reading requests', 'Strict');
  expect(await status('POST', '/Users', { userName: 'bare2@acme.example' })).toBe(400);

  const user = await scimCall('POST', '/Users', person());
  const patch = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'title', value: 'Lead' }],
  };
  const path = `/Users/${String(user.body['id'])}`;
  expect(await status('PATCH', path, patch)).toBe(200);
  await behaviour.turn('PATCH', false);
  expect(await status('PATCH', path, patch)).toBe(501);

  const bulk = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: person() }],
  };
  expect(await status('POST', '/Bulk', bulk)).toBe(501);
  await behaviour.turn('Bulk', true);
  expect(await status('POST', '/Bulk', bulk)).toBe(200);

  expect(await status('GET', '/Entitlements')).toBe(404);
  await behaviour.turn('Okta entitlements', true);
  expect(await status('GET', '/Entitlements')).toBe(200);

  await behaviour.choose('Refuse with', '503');
  const profile = await cliJson<ServerProfile>('server', 'profile', '--data', workspace.data);
  expect(profile).toMatchObject({ refuseWith: 503, strict: true, patch: false, bulk: true });

  await backToUsual.click();
  await expect(app.page.getByRole('switch', { name: 'PATCH' })).toHaveAttribute('aria-checked', 'true');
  expect(await status('GET', '/Entitlements')).toBe(404);
  await app.toast.getByRole('button', { name: 'Undo' }).click();
  await expect(app.page.getByRole('switch', { name: 'PATCH' })).toHaveAttribute('aria-checked', 'false');
  expect(await status('GET', '/Entitlements')).toBe(200);
  await backToUsual.click();
  await expect(backToUsual).toBeDisabled();
});

test('page size and latency are typed; what is out of range is refused in place', async ({
  app,
  workspace,
}) => {
  const behaviour = await behaviourOf(app);
  for (let i = 0; i < 3; i++) await workspace.scimCall('POST', '/Users', person());
  const cap = behaviour.number('Most resources on a page');
  await cap.fill('2');
  await cap.press('Enter');
  await expect(app.toast).toContainText('At most 2 resources on a page.');
  const page = await workspace.scimCall('GET', '/Users?count=100');
  expect(page.body['itemsPerPage']).toBe(2);
  await cap.fill('5000');
  await cap.press('Enter');
  await expect(app.page.getByText('Must be at most 1,000.')).toBeVisible();
  await cap.press('Escape');
  await expect(cap).toHaveValue('2');
  await cap.fill('many');
  await behaviour.number('Latency in ms').fill('300');
  await expect(app.page.getByText('Must be a whole number.')).toBeVisible();
  await behaviour.number('Latency in ms').press('Enter');
  await expect(app.toast).toContainText('Every answer takes 300 ms longer.');
  const began = performance.now();
  await workspace.scimCall('GET', '/Users?count=1');
  expect(performance.now() - began).toBeGreaterThanOrEqual(295);
  await app.toast.getByRole('button', { name: 'Undo' }).click();
  await expect(behaviour.number('Latency in ms')).toHaveValue('0');
  await cap.press('Escape');
  await expect(cap).toHaveValue('2');
  await runCli('server', 'reset', '--data', workspace.data);
  await expect(cap).toHaveValue('1000');
});

test('a rule fails each fifth POST, every screen says so, and the banner turns it off', async ({
  app,
  workspace,
}) => {
  const behaviour = await behaviourOf(app);
  const sentence = 'Every 5th POST /Users answers 429 with Retry-After 3.';
  await behaviour.newRule({ method: 'POST', path: '/Users', every: 5, status: 42 });
  await behaviour.dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(behaviour.dialog).toContainText('Must be at least 400.');
  await behaviour.dialog.getByRole('textbox', { name: 'Status' }).fill('429');
  await expect(behaviour.dialog).toContainText(sentence);
  await behaviour.addRule();
  await expect(behaviour.rules).toHaveText([sentence]);

  const statuses: number[] = [];
  let last: Response | null = null;
  for (let i = 0; i < 5; i++) {
    last = await ask(workspace, 'POST', '/Users', person());
    statuses.push(last.status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 429]);
  expect(last?.headers.get('retry-after')).toBe('3');

  for (const screen of ['Home', 'Users', 'Traffic']) {
    await app.open(screen);
    await expect(behaviour.banner).toContainText('Faults on: 1 rule');
  }
  await app.page.getByRole('grid', { name: 'Exchanges' }).getByRole('row').filter({ hasText: '429' }).click();
  await expect(app.page.getByText(`A fault rule of Rollcall: ${sentence}`)).toBeVisible();

  await behaviour.banner.getByRole('button', { name: 'Turn off' }).click();
  await expect(behaviour.banner).toBeHidden();
  for (let i = 0; i < 5; i++) expect((await ask(workspace, 'POST', '/Users', person())).status).toBe(201);
  await app.toast.getByRole('button', { name: 'Undo' }).click();
  await behaviour.banner.getByRole('link', { name: 'Show the rule' }).click();
  await expect(app.page.getByRole('switch', { name: sentence })).toHaveAttribute('aria-checked', 'true');
  await behaviour.turn(sentence, false);
  await expect(behaviour.banner).toBeHidden();
});

test('rules come from presets and the command line, are changed, and removed with an undo', async ({
  app,
  workspace,
}) => {
  await runCli('server', 'reset', '--data', workspace.data);
  const behaviour = await behaviourOf(app);
  await app.page.getByRole('button', { name: 'Add Lose every 10th answer' }).click();
  const every10th = 'Every 10th request is carried out, but its answer is lost.';
  await expect(behaviour.rules).toHaveText([every10th]);
  await behaviour.act(every10th, 'Edit…');
  await behaviour.dialog.getByRole('textbox', { name: 'Every n-th request' }).fill('1');
  await behaviour.select('Path', '/Groups');
  await behaviour.dialog.getByRole('button', { name: 'Save rule' }).click();
  const each = 'Every /Groups is carried out, but its answer is lost.';
  await expect(behaviour.rules).toHaveText([each]);
  await expect(ask(workspace, 'GET', '/Groups')).rejects.toThrow();
  expect((await ask(workspace, 'GET', '/Users')).status).toBe(200);

  await runCli(
    'server',
    'fault',
    'add',
    '--method',
    'GET',
    '--path',
    '/Users',
    '--html',
    '--data',
    workspace.data,
  );
  const html = 'Every GET /Users answers 200 with an HTML page.';
  await expect(behaviour.rules).toHaveText([each, html]);
  await expect(behaviour.banner).toContainText('Faults on: 2 rules');
  expect(await (await ask(workspace, 'GET', '/Users')).text()).toContain('<!doctype html>');

  await behaviour.act(each, 'Remove');
  await expect(behaviour.rules).toHaveText([html]);
  await app.toast.getByRole('button', { name: 'Undo' }).click();
  await expect(behaviour.rules).toHaveText([each, html]);
  await app.page.getByRole('button', { name: 'Presets' }).click();
  await app.page.getByRole('menuitem', { name: 'Okta’s 60 s time-out' }).click();
  await expect(behaviour.rules).toHaveText([each, html, 'Every 5th GET /Users answers 61000 ms late.']);
  await app.page.getByRole('button', { name: 'Back to usual' }).click();
  await expect(behaviour.banner).toBeHidden();
  await expect(app.page.getByRole('list', { name: 'Presets' })).toBeVisible();
});
