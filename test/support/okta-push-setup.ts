/** A simulated org with three provisioned people, against a SCIM server of this product, for tests of Push Groups. */
import type { CapturedExchange } from '../../electron/engine/base/exchange-capture.ts';
import type { Dialect, OperationOutcome, PushMappingRecord } from '../../shared/domain/simulator.ts';
import { everySwitch, openTestOrg, person, type TestOrg } from './okta-org.ts';
import { type ScimUnderTest, startScim, writeToken } from './scim-start.ts';

const page = { offset: 0, limit: 200 };

export interface PushSetup {
  readonly org: TestOrg;
  readonly scim: ScimUnderTest;
  readonly connectionId: string;
  /** Ids of Ana, Raj and Mei, who are provisioned, and of Tom, who is not assigned. */
  readonly ana: string;
  readonly raj: string;
  readonly mei: string;
  readonly tom: string;
  /** A group of the org. @returns its id */
  group(name: string, memberIds?: readonly string[], description?: string): Promise<string>;
  /** Pushes groups by name. @returns the outcome */
  push(groupIds: readonly string[], linkTo?: string): Promise<OperationOutcome>;
  /** The pushed group of this name in Okta. */
  mapping(name: string): PushMappingRecord;
  mappings(): readonly PushMappingRecord[];
  /** First names in the application's group; undefined where there is none of that name. */
  members(name: string): string[] | undefined;
  /** Id of the application's group. */
  appGroup(name: string): string;
  /** Requests that are sent while `work` runs: "PATCH /Groups/…". */
  sentDuring(work: () => Promise<unknown>): Promise<string[]>;
  events(): string[];
  close(): Promise<void>;
}

export async function startPushSetup(dialect: Dialect): Promise<PushSetup> {
  const connectionId = 'local';
  const scim = await startScim();
  const org = openTestOrg({
    localEndpoint: async () => ({ baseUrl: scim.baseUrl, token: writeToken }),
    timeoutMs: 10_000,
  });
  org.sim.configure({ connectionId, dialect, ...everySwitch, renameAppGroups: true });
  const add = (firstName: string) =>
    person(org, { login: `${firstName.toLowerCase()}@acme.example`, firstName, lastName: 'Sample' });
  const people = { ana: add('Ana'), raj: add('Raj'), mei: add('Mei'), tom: add('Tom') };
  const personIds = [people.ana, people.raj, people.mei];
  await org.sim.assign({ connectionId, personIds, groupIds: [] });
  const mappings = () => org.sim.pushMappings(connectionId);
  return {
    org,
    scim,
    connectionId,
    ...people,
    group: async (name, memberIds = [], description) => {
      const input = { name, description: description ?? null, memberIds: [...memberIds] };
      return (await org.sim.createGroup(input)).group.id;
    },
    push: (groupIds, linkTo) =>
      org.sim.pushGroups({
        connectionId,
        groupIds: [...groupIds],
        pushMemberships: true,
        ...(linkTo === undefined ? {} : { linkTo }),
      }),
    mappings,
    mapping: (name) => must(mappings().find((m) => m.groupName === name)),
    members: (name) => membersOf(scim, name),
    appGroup: (name) => must(scim.directory.findGroupsByName(name)[0]).id,
    sentDuring: async (work) => {
      const before = org.exchanges.length;
      await work();
      return org.exchanges.slice(before).map(line);
    },
    events: () => org.sim.log({ ...page, connectionId }).rows.map((e) => e.eventType),
    close: async () => {
      await org.close();
      await scim.stop();
    },
  };
}

function must<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('it is not there');
  return found;
}

function membersOf(scim: ScimUnderTest, name: string): string[] | undefined {
  const [found] = scim.directory.findGroupsByName(name);
  const rows = found && scim.directory.memberRows(found.id, page).rows;
  return rows?.map((m) => (m.userName ?? '').split('@')[0] ?? '').sort();
}

function line(exchange: CapturedExchange): string {
  return `${exchange.method} ${exchange.target.split('?')[0]}`;
}
