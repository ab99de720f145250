/** The six features that send, from the screens, with what the server has after each; whichever server it is. */
import { expect } from '@playwright/test';
import type { ConsoleApp } from './pages/console-app.ts';
import type { SimulatorPage } from './pages/simulator-page.ts';

type Resource = Record<string, unknown>;

/** Straight to the server, past the app. */
export type CallServer = (method: string, path: string) => Promise<{ status: number; body: Resource }>;

export const dialects = [
  { profile: /Okta OIN template/, update: 'PATCH', domain: 'catalog' },
  { profile: /Okta wizard app/, update: 'PUT', domain: 'wizard' },
] as const;

export type DialectCase = (typeof dialects)[number];

export interface Pushing {
  readonly app: ConsoleApp;
  readonly call: CallServer;
  readonly dialect: DialectCase;
  /** Who is pushed. */
  readonly person: { readonly login: string; readonly name: string };
  readonly group: string;
}

export function namesFor(dialect: DialectCase): Pick<Pushing, 'person' | 'group'> {
  const { domain } = dialect;
  return {
    person: { login: `pushed.${domain}@acme.example`, name: `Pia ${domain}` },
    group: `Crew ${domain}`,
  };
}

async function first(call: CallServer, path: string, filter: string): Promise<Resource | undefined> {
  const found = await call('GET', `${path}?filter=${encodeURIComponent(filter)}`);
  return (found.body['Resources'] as Resource[])[0];
}

export function userIn({ call, person }: Pushing): Promise<Resource | undefined> {
  return first(call, '/Users', `userName eq "${person.login}"`);
}

function groupIn({ call, group }: Pushing): Promise<Resource | undefined> {
  return first(call, '/Groups', `displayName eq "${group}"`);
}

/** Push users, push groups and their members, push updates. Provisioning is enabled already. */
export async function pushAll(at: Pushing, simulator: SimulatorPage): Promise<void> {
  const { app, dialect, person, group } = at;
  await simulator.createPerson({ firstName: 'Pia', lastName: dialect.domain, login: person.login });
  await simulator.createGroup(group);

  await simulator.assign(person.login, 1);
  await expect(
    app.page.getByRole('grid', { name: 'Assignments' }).getByRole('row').filter({ hasText: person.login }),
  ).toContainText('Provisioned');
  expect(await userIn(at)).toMatchObject({
    userName: person.login,
    active: true,
    name: { givenName: 'Pia', familyName: dialect.domain },
  });

  await simulator.pushGroup(group);
  expect(await groupIn(at)).toBeDefined();
  await simulator.addMember(group, person);
  await expect.poll(async () => ((await groupIn(at))?.['members'] as unknown[] | undefined)?.length).toBe(1);

  await simulator.changeTitle(person.name, `Moved by ${dialect.domain}`);
  await expect.poll(async () => (await userIn(at))?.['title']).toBe(`Moved by ${dialect.domain}`);
}

/** Deactivation of the user; then the group is unlinked and deleted. */
export async function takeBack(at: Pushing, simulator: SimulatorPage): Promise<void> {
  await simulator.unassign(at.person.name);
  await expect.poll(async () => (await userIn(at))?.['active']).toBe(false);
  await simulator.tab('Push Groups');
  await simulator.unlinkGroup(at.group, 'Delete');
  await expect.poll(async () => groupIn(at)).toBeUndefined();
}
