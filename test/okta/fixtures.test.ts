/**
 * Plays every exchange that Okta is known to make (test/okta/*.json, each with its source in okta.md and its mark)
 * against a scripted server, and compares what was sent byte for byte.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { insertAssignment, writeProvisioned } from '../../electron/engine/storage/okta-assignment-rows.ts';
import { insertGroupAssignment } from '../../electron/engine/storage/okta-group-rows.ts';
import {
  insertMapping,
  writeAppGroup,
  writeAppGroupSeen,
  writePushed,
} from '../../electron/engine/storage/okta-push-rows.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { AppSettings, OperationOutcome, PersonStatus } from '../../shared/domain/simulator.ts';
import { connect, everySwitch, importNow, openTestOrg, person, type TestOrg } from '../support/okta-org.ts';
import {
  type ScriptedAnswer,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from '../support/okta-scripted-server.ts';

interface FixturePerson {
  readonly profile: Readonly<Record<string, string>>;
  readonly status?: PersonStatus;
  /** The server's id: assigned and linked. */
  readonly link?: string;
}

interface FixtureGroup {
  readonly name: string;
  /** Logins. */
  readonly members: readonly string[];
  readonly assigned?: boolean;
  /** Pushed before: the application's group, and the logins that were pushed. */
  readonly pushed?: {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
    readonly active?: boolean;
  };
}

interface Fixture {
  readonly name: string;
  readonly source: string;
  readonly mark: 'D' | 'S' | 'I';
  readonly dialect: 'catalog' | 'wizard';
  readonly settings?: Partial<AppSettings>;
  readonly given: {
    readonly people?: readonly FixturePerson[];
    readonly groups?: readonly FixtureGroup[];
    readonly appGroups?: readonly { readonly id: string; readonly name: string }[];
    readonly answers: readonly ScriptedAnswer[];
  };
  readonly action: {
    readonly do: string;
    readonly who?: string;
    readonly group?: string;
    readonly [more: string]: Json | undefined;
  };
  readonly expect: readonly { readonly method: string; readonly path: string; readonly body?: Json }[];
  readonly outcome?: {
    readonly done?: number;
    readonly failed?: number;
    readonly oktaText?: string;
    readonly notes?: readonly string[];
  };
}

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .sort();

function readFixture(file: string): Fixture {
  return JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')) as Fixture;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

test('there are at least 25 fixtures, each with a source and a mark', () => {
  expect(files.length).toBeGreaterThanOrEqual(25);
  for (const file of files) {
    const fixture = readFixture(file);
    expect(fixture.source, file).toMatch(/^okta\.md \d/);
    expect(fixture.mark, file).toMatch(/^[DSI]$/);
    expect(fixture.expect.length, file).toBe(fixture.given.answers.length);
  }
});

describe('Okta exchanges', () => {
  for (const file of files) {
    const fixture = readFixture(file);
    test(`${fixture.name} (${fixture.dialect}, ${fixture.source}, ${fixture.mark})`, () => play(fixture));
  }
});

async function play(fixture: Fixture): Promise<void> {
  const server = await startScriptedServer(fixture.given.answers);
  open.push(server);
  const org = openTestOrg();
  open.push(org);
  const world = await setUp(org, server, fixture);
  const outcome = await act(org, world, fixture);
  expect(server.seen.map((r) => `${r.method} ${r.path}`)).toEqual(
    fixture.expect.map((r) => `${r.method} ${r.path}`),
  );
  fixture.expect.forEach((wanted, i) => {
    const seen = server.seen[i];
    if (seen === undefined) throw new Error('as many were seen as expected');
    expect(seen.body).toMatch(pattern(wanted.body));
    checkHeaders(seen);
  });
  checkOutcome(outcome, fixture);
}

/** The exact bytes of the body, with the parts that no fixture can know left open. */
function pattern(body: Json | undefined): RegExp {
  const text = body === undefined ? '' : JSON.stringify(body);
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const opened = literal
    .replaceAll('<password8>', '[0-9A-Za-z]{8}')
    .replaceAll('<okta-user-id>', '00u[0-9A-Za-z]{17}');
  return new RegExp(`^${opened}$`);
}

/** okta.md 1.1: names, values and order, apart from what the socket adds. */
function checkHeaders(seen: SeenRequest): void {
  const ofTheSocket = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
  const sent = seen.headers.filter(([name]) => !ofTheSocket.has(name.toLowerCase()));
  const typed = seen.body !== '' || (seen.method === 'DELETE' && seen.path.startsWith('/Groups/'));
  expect(sent).toEqual([
    ['Accept', 'application/scim+json'],
    ['Accept-Charset', 'utf-8'],
    ['Accept-Encoding', 'gzip,deflate'],
    ['Authorization', 'Bearer secret-token'],
    ...(typed ? [['Content-Type', 'application/scim+json; charset=utf-8']] : []),
    ['User-Agent', 'Okta SCIM Client 1.0.0'],
  ]);
  expect(seen.headers.find(([name]) => name.toLowerCase() === 'connection')?.[1].toLowerCase()).toBe(
    'keep-alive',
  );
}

function checkOutcome(outcome: OperationOutcome | null, fixture: Fixture): void {
  const wanted = fixture.outcome;
  if (wanted === undefined || outcome === null) {
    expect(wanted, 'an action without an outcome has none to expect').toBeUndefined();
    return;
  }
  if (wanted.done !== undefined) expect(outcome.done).toBe(wanted.done);
  expect(outcome.failed).toBe(wanted.failed ?? 0);
  if (wanted.oktaText !== undefined) expect(outcome.failures[0]?.oktaText).toBe(wanted.oktaText);
  for (const note of wanted.notes ?? []) expect(outcome.notes).toContain(note);
}

interface World {
  readonly connectionId: string;
  readonly people: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
}

async function setUp(org: TestOrg, server: ScriptedServer, fixture: Fixture): Promise<World> {
  const connectionId = await connect(org, server.baseUrl);
  const { dialect, settings } = fixture;
  const { connectionId: _connectionId, lastTest: _lastTest, ...given } = settings ?? {};
  org.sim.configure({ connectionId, dialect, ...everySwitch, ...given });
  const people = new Map<string, string>();
  const links = new Map<string, string>();
  for (const { profile, status, link } of fixture.given.people ?? []) {
    const login = profile.login ?? '';
    const id = person(org, profile, status);
    people.set(login, id);
    if (link === undefined) continue;
    links.set(login, link);
    const assignment = {
      id: `0ua${login}`,
      connectionId,
      personId: id,
      scope: 'USER',
      groupId: null,
    } as const;
    insertAssignment(org.db, assignment);
    writeProvisioned(org.db, assignment.id, link, 1);
  }
  const groups = new Map<string, string>();
  for (const group of fixture.given.groups ?? []) {
    groups.set(group.name, await setUpGroup(org, { connectionId, people, links }, group));
  }
  for (const { id, name } of fixture.given.appGroups ?? []) {
    writeAppGroupSeen(org.db, connectionId, { externalId: id, name, memberCount: 0, digest: '' }, 'run');
  }
  return { connectionId, people, groups };
}

async function setUpGroup(
  org: TestOrg,
  world: { connectionId: string; people: ReadonlyMap<string, string>; links: ReadonlyMap<string, string> },
  group: FixtureGroup,
): Promise<string> {
  const memberIds = group.members.map((login) => world.people.get(login) ?? '');
  const made = await org.sim.createGroup({ name: group.name, description: null, memberIds });
  const { id } = made.group;
  const { connectionId } = world;
  if (group.assigned) insertGroupAssignment(org.db, connectionId, id);
  if (group.pushed) {
    insertMapping(
      org.db,
      { id: `gPm${group.name}`, connectionId, groupId: id, appGroupName: group.pushed.name },
      1,
    );
    writeAppGroup(org.db, `gPm${group.name}`, group.pushed);
    const all = group.pushed.members.map((login) => ({
      personId: world.people.get(login) ?? '',
      externalId: world.links.get(login) ?? '',
      login,
    }));
    writePushed(org.db, `gPm${group.name}`, { all }, 1);
    if (group.pushed.active === false) {
      org.db.run(`update okta_push_mappings set status = 'INACTIVE' where id = ?`, `gPm${group.name}`);
    }
  }
  return id;
}

async function act(org: TestOrg, world: World, fixture: Fixture): Promise<OperationOutcome | null> {
  const { action } = fixture;
  const { connectionId } = world;
  const who = world.people.get(String(action.who)) ?? '';
  const groupId = world.groups.get(String(action.group)) ?? '';
  const mappingIds = [`gPm${action.group}`];
  const assignmentIds = [`0ua${action.who}`];
  const logins = (name: string) =>
    ((action[name] ?? []) as string[]).map((login) => world.people.get(login) ?? '');
  switch (action.do) {
    case 'test':
      return testOutcome(await org.sim.test(connectionId));
    case 'assign':
      return org.sim.assign({ connectionId, personIds: [who], groupIds: [] });
    case 'assign-group':
      return org.sim.assign({ connectionId, personIds: [], groupIds: [groupId] });
    case 'unassign':
      return org.sim.unassign({ connectionId, assignmentIds, groupIds: [] });
    case 'update':
      return (await org.sim.updatePerson({ id: who, profile: action.profile as Record<string, string> }))
        .outcome;
    case 'status':
      return org.sim.setPersonStatus({ ids: [who], status: action.to as 'ACTIVE' });
    case 'force-sync':
      return org.sim.forceSync({ connectionId });
    case 'push':
      return org.sim.pushGroups({
        connectionId,
        groupIds: [groupId],
        pushMemberships: action.withMembers !== false,
        ...(action.linkTo === undefined ? {} : { linkTo: String(action.linkTo) }),
      });
    case 'push-now':
      return org.sim.pushNow({ mappingIds });
    case 'set-push':
      return org.sim.setPushActive({ mappingIds, active: action.active === true });
    case 'unlink':
      return org.sim.unlinkPush({ mappingIds, deleteInApp: action.deleteInApp === true });
    case 'rename-group':
      return org.sim.renameGroup({ id: groupId, name: String(action.name) });
    case 'members':
      return org.sim.changeMembers({ groupId, add: logins('add'), remove: logins('remove') });
    case 'refresh-app-groups':
      return org.sim.refreshAppGroups(connectionId);
    case 'import':
      await importNow(org, connectionId);
      return null;
    default:
      throw new Error(`no such action: ${action.do}`);
  }
}

/** A test's verdict in the shape of an outcome, so that fixtures can expect its text. */
function testOutcome(result: { ok: boolean; oktaText: string }): OperationOutcome {
  const failures = [{ name: 'test', oktaText: result.oktaText, detail: '' }];
  return { operationId: '', done: result.ok ? 1 : 0, failed: result.ok ? 0 : 1, failures, notes: [] };
}
