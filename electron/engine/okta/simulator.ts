/**
 * The simulated Okta org as one object: every operation of the contract, and `close()`. It is a stranger to the rest
 * of the engine and meets every server over HTTP, the workspace's own one included. It trusts its own rows, and
 * nothing that a server answers.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import { pageOfAssignments } from '../storage/okta-assignment-rows.ts';
import { assignedGroups, pageOfGroups } from '../storage/okta-group-rows.ts';
import { countRows, lastRun, pageOfRows } from '../storage/okta-import-rows.ts';
import { pageOfLog } from '../storage/okta-log-rows.ts';
import { pageOfPeople } from '../storage/okta-people-rows.ts';
import { listAppGroups } from '../storage/okta-push-rows.ts';
import * as assigning from './assigning.ts';
import { confirm } from './confirm.ts';
import * as connections from './connections.ts';
import type { Sim, SimulatorOptions } from './context.ts';
import { fill } from './fill.ts';
import * as groups from './groups.ts';
import { clearQueue, decide } from './import-queue.ts';
import { cancelImport, startImport } from './import-run.ts';
import { previewMapping } from './mapping-settings.ts';
import * as people from './people.ts';
import * as pushes from './push-mappings.ts';
import * as rules from './push-rules.ts';
import type { Sleep } from './rate-limit.ts';
import { createScimClient } from './scim-client.ts';
import { summarizeOrg } from './summary.ts';

/** Okta closes the connection after 60 seconds (okta.md 1.10, documented). */
const timeoutMs = 60_000;
const closeMs = 3_000;

const sleepForReal: Sleep = async (ms, signal) => {
  // an abort ends the wait; the request after it is answered as cancelled
  await pause(ms, undefined, { signal }).catch(() => undefined);
};

export type Simulator = ReturnType<typeof createSimulator>;

export function createSimulator(options: SimulatorOptions) {
  const sim: Sim = {
    ...options,
    refuseOrigins: options.refuseOrigins ?? (() => []),
    localBaseUrl: options.localBaseUrl ?? (() => null),
    sleep: options.sleep ?? sleepForReal,
    client: createScimClient({ timeoutMs, ...options }),
    closing: new AbortController(),
    lanes: new Map(),
    imports: new Map(),
  };
  connections.ensureLocal(sim);
  return {
    ...connectionOperations(sim),
    ...orgOperations(sim),
    ...appOperations(sim),
    ...importOperations(sim),
    log: (input: ParsedInputOf<'sim.log'>) => pageOfLog(sim.db, input),
    summary: () => summarizeOrg(sim.db),
    /** Ends what is under way as cancelled; within 3 seconds, whatever a server does. */
    close: () => close(sim),
  };
}

async function close(sim: Sim): Promise<void> {
  sim.closing.abort();
  const underWay = [...sim.lanes.values(), ...[...sim.imports.values()].map((i) => i.finished)];
  const limit = new AbortController();
  const late = pause(closeMs, undefined, { signal: limit.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(underWay), late]);
  limit.abort();
  await sim.client.close();
}

function connectionOperations(sim: Sim) {
  return {
    listConnections: () => connections.list(sim),
    createConnection: (input: ParsedInputOf<'connections.create'>) => connections.create(sim, input),
    updateConnection: (input: ParsedInputOf<'connections.update'>) => connections.update(sim, input),
    removeConnection: (id: string) => connections.remove(sim, id),
    app: (connectionId: string) => connections.appSettings(sim, connectionId),
    configure: (input: ParsedInputOf<'sim.configure'>) => connections.configure(sim, input),
    previewMapping: (input: ParsedInputOf<'sim.previewMapping'>) => previewMapping(sim, input),
    test: (connectionId: string) => connections.test(sim, connectionId),
  };
}

function orgOperations(sim: Sim) {
  return {
    people: (input: ParsedInputOf<'sim.people'>) => pageOfPeople(sim.db, input),
    createPerson: (input: ParsedInputOf<'sim.createPerson'>) => people.createPerson(sim, input),
    updatePerson: (input: ParsedInputOf<'sim.updatePerson'>) => people.updatePerson(sim, input),
    setPersonStatus: (input: ParsedInputOf<'sim.setPersonStatus'>) => people.setPersonStatus(sim, input),
    deletePeople: (input: ParsedInputOf<'sim.deletePeople'>) => people.removePeople(sim, input),
    fill: (input: ParsedInputOf<'sim.fill'>) => fill(sim, input),
    groups: (input: ParsedInputOf<'sim.groups'>) => pageOfGroups(sim.db, input),
    createGroup: (input: ParsedInputOf<'sim.createGroup'>) => groups.createGroup(sim, input),
    renameGroup: (input: ParsedInputOf<'sim.renameGroup'>) => groups.renameGroup(sim, input),
    changeMembers: (input: ParsedInputOf<'sim.changeMembers'>) => groups.changeMembers(sim, input),
    deleteGroup: (input: ParsedInputOf<'sim.deleteGroup'>) => groups.removeGroup(sim, input),
  };
}

function appOperations(sim: Sim) {
  return {
    assignments: (input: ParsedInputOf<'sim.assignments'>) => pageOfAssignments(sim.db, input),
    assignedGroups: (connectionId: string) => assignedGroups(sim.db, connectionId),
    assign: (input: ParsedInputOf<'sim.assign'>) => assigning.assign(sim, input),
    unassign: (input: ParsedInputOf<'sim.unassign'>) => assigning.unassign(sim, input),
    provision: (input: ParsedInputOf<'sim.provision'>) => assigning.provision(sim, input),
    forceSync: (input: ParsedInputOf<'sim.forceSync'>) => assigning.forceSync(sim, input),
    pushMappings: (connectionId: string) => pushes.list(sim, connectionId),
    pushGroups: (input: ParsedInputOf<'sim.pushGroups'>) => pushes.pushGroups(sim, input),
    pushNow: (input: ParsedInputOf<'sim.pushNow'>) => pushes.pushNow(sim, input),
    setPushActive: (input: ParsedInputOf<'sim.setPushActive'>) => pushes.setActive(sim, input),
    unlinkPush: (input: ParsedInputOf<'sim.unlinkPush'>) => pushes.unlinkPush(sim, input),
    pushRules: (connectionId: string) => rules.list(sim, connectionId),
    previewPushRule: (input: ParsedInputOf<'sim.previewPushRule'>) => rules.preview(sim, input),
    createPushRule: (input: ParsedInputOf<'sim.createPushRule'>) => rules.create(sim, input),
    setPushRuleActive: (input: ParsedInputOf<'sim.setPushRuleActive'>) => rules.setActive(sim, input),
    deletePushRule: (input: ParsedInputOf<'sim.deletePushRule'>) => rules.remove(sim, input),
    appGroups: (connectionId: string) => listAppGroups(sim.db, connectionId),
    refreshAppGroups: (connectionId: string) => pushes.refreshAppGroups(sim, connectionId),
  };
}

function importOperations(sim: Sim) {
  return {
    startImport: (connectionId: string) => startImport(sim, connectionId),
    cancelImport: (connectionId: string) => cancelImport(sim, connectionId),
    importState: (connectionId: string) => ({
      running: sim.imports.has(connectionId),
      counts: countRows(sim.db, connectionId),
      last: lastRun(sim.db, connectionId),
    }),
    /** Settles when the running import ended; at once where none runs. */
    importFinished: async (connectionId: string) => {
      await sim.imports.get(connectionId)?.finished;
    },
    importRows: (input: ParsedInputOf<'sim.importRows'>) => pageOfRows(sim.db, input),
    decide: (input: ParsedInputOf<'sim.decide'>) => decide(sim, input),
    confirm: (input: ParsedInputOf<'sim.confirm'>) => confirm(sim, input),
    clearQueue: (input: ParsedInputOf<'sim.clearQueue'>) => clearQueue(sim, input),
  };
}
