/**
 * Connections of the simulated org and the settings of the application behind each. A secret goes to the vault with
 * the origin it was entered for; a changed origin without a new secret is refused (security.md 0.14, A11).
 */

import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { AppSettings, ConnectionRecord, TestResult } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import { noteAssignedBefore } from '../storage/okta-assignment-rows.ts';
import {
  deleteConnection,
  insertConnection,
  listConnections,
  readApp,
  readConnection,
  updateConnection,
  writeApp,
  writeLastTest,
} from '../storage/okta-connection-rows.ts';
import { deleteAppGroupsNotSeen } from '../storage/okta-push-rows.ts';
import { checkBaseUrl } from './address-policy.ts';
import { inLane, moved, type Sim, writeLog } from './context.ts';
import { assignedBefore } from './error-text.ts';
import { testCredentials } from './flows/test-credentials.ts';
import { checkMappings } from './mapping-settings.ts';
import { startOperation } from './operation.ts';
import { openSession } from './session.ts';

/** The workspace's own server; there is one, and its address and token are found by the app. */
const localConnectionId = 'local';

export function ensureLocal(sim: Sim): void {
  if (readConnection(sim.db, localConnectionId) !== undefined) return;
  const local: ConnectionRecord = {
    id: localConnectionId,
    name: 'Local server',
    kind: 'local',
    baseUrl: '',
    authMode: 'bearer',
    username: null,
    hasSecret: true,
    environment: 'local',
    lastContactAt: null,
    lastResult: null,
    lastError: null,
  };
  sim.db.transaction((db) => insertConnection(db, local, sim.clock()));
}

/** Looking at the list starts no server: one that was stopped stays so, and a busy port hides no connection. */
export function list(sim: Sim): readonly ConnectionRecord[] {
  ensureLocal(sim);
  const baseUrl = sim.localBaseUrl() ?? '';
  return listConnections(sim.db).map((c) => (c.kind === 'local' ? { ...c, baseUrl } : c));
}

/** @throws AppFault `not-found` */
export function existing(sim: Sim, id: string): ConnectionRecord {
  if (id === localConnectionId) ensureLocal(sim);
  const found = readConnection(sim.db, id);
  if (found === undefined) throw new AppFault('not-found', 'This connection does not exist any more.');
  return found;
}

function checked(sim: Sim, baseUrl: string, withSecret: boolean): URL {
  return checkBaseUrl(baseUrl, { withSecret, refuseOrigins: sim.refuseOrigins() });
}

/** @throws AppFault `address-not-allowed` */
export async function create(
  sim: Sim,
  input: ParsedInputOf<'connections.create'>,
): Promise<ConnectionRecord> {
  const { secret, ...fields } = input;
  const url = checked(sim, input.baseUrl, secret !== '');
  const record: ConnectionRecord = {
    ...fields,
    id: sim.ids.okta('0oa'),
    kind: 'remote',
    baseUrl: url.href.replace(/\/+$/, ''),
    hasSecret: secret !== '',
    lastContactAt: null,
    lastResult: null,
    lastError: null,
  };
  if (secret !== '') await sim.secrets.put(record.id, url.origin, secret);
  sim.db.transaction((db) => {
    insertConnection(db, record, sim.clock());
    writeLog(sim, db, {
      eventType: 'application.lifecycle.create',
      message: 'Create application',
      target: record.name,
      connectionId: record.id,
    });
  });
  sim.announce({ type: 'connections' });
  return record;
}

/**
 * @throws AppFault `secret-needed` where the origin changes and no secret comes with it; `not-allowed` for the local
 * connection's address and credentials; `address-not-allowed`
 */
export async function update(
  sim: Sim,
  input: ParsedInputOf<'connections.update'>,
): Promise<ConnectionRecord> {
  const old = existing(sim, input.id);
  const { id, secret, ...fields } = input;
  if (old.kind === 'local') return renameLocal(sim, old, input);
  const hasSecret = secret === undefined ? old.hasSecret : secret !== '';
  const url = checked(sim, fields.baseUrl ?? old.baseUrl, hasSecret);
  if (url.origin !== new URL(old.baseUrl).origin && secret === undefined && old.hasSecret) {
    const words = 'Enter the secret again for the new address.';
    throw new AppFault('secret-needed', words, { fields: { secret: words } });
  }
  if (secret === '') await sim.secrets.remove(id);
  else if (secret !== undefined) await sim.secrets.put(id, url.origin, secret);
  const record: ConnectionRecord = {
    ...old,
    name: fields.name ?? old.name,
    authMode: fields.authMode ?? old.authMode,
    username: fields.username === undefined ? old.username : fields.username,
    environment: fields.environment ?? old.environment,
    baseUrl: url.href.replace(/\/+$/, ''),
    hasSecret,
  };
  updateConnection(sim.db, record);
  sim.announce({ type: 'connections' });
  return record;
}

function renameLocal(
  sim: Sim,
  old: ConnectionRecord,
  input: ParsedInputOf<'connections.update'>,
): ConnectionRecord {
  const { id: _id, name, ...rest } = input;
  if (Object.values(rest).some((value) => value !== undefined)) {
    throw new AppFault('not-allowed', "The local server's address and token are found by the app.");
  }
  const record = { ...old, name: name ?? old.name };
  updateConnection(sim.db, record);
  sim.announce({ type: 'connections' });
  return record;
}

/** Forgets what Okta believed about this application. Nothing is sent. @throws AppFault `not-allowed`, `busy` */
export async function remove(sim: Sim, id: string): Promise<Record<string, never>> {
  const old = existing(sim, id);
  if (old.kind === 'local') throw new AppFault('not-allowed', 'The local server cannot be removed.');
  if (sim.imports.has(id)) throw new AppFault('busy', 'An import from this connection is running.');
  await inLane(sim, id, async () => {
    // the secret goes first: what is cut off in between leaves no secret without its connection
    await sim.secrets.remove(id);
    deleteConnection(sim.db, id);
  });
  sim.announce({ type: 'connections' });
  return {};
}

/** @throws AppFault `not-found` */
export function appSettings(sim: Sim, connectionId: string): AppSettings {
  existing(sim, connectionId);
  const app = readApp(sim.db, connectionId);
  if (app === undefined) throw new AppFault('not-found', 'This connection does not exist any more.');
  return app;
}

/**
 * Saves the settings. Turning provisioning on marks who was assigned before (okta.md 3.3, documented); unticking
 * Import Groups forgets the groups that were imported (okta.md 1.9, documented). Nothing is sent.
 * @throws AppFault `invalid-input` where a mapping or the username format cannot be used
 */
export function configure(sim: Sim, input: ParsedInputOf<'sim.configure'>): AppSettings {
  const before = appSettings(sim, input.connectionId);
  const { connectionId, lastTest: _lastTest, ...settings } = before;
  const { connectionId: _id, ...wanted } = input;
  const given = Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== undefined));
  const next = { ...settings, ...given };
  checkMappings(next, input);
  sim.db.transaction((db) => {
    writeApp(db, connectionId, next);
    if (next.provisioningEnabled && !before.provisioningEnabled) {
      noteAssignedBefore(db, connectionId, assignedBefore);
    }
    if (!next.importGroups && before.importGroups) deleteAppGroupsNotSeen(db, connectionId, '');
    const eventType = 'application.lifecycle.update';
    writeLog(sim, db, { eventType, message: 'Update application', connectionId });
  });
  moved(sim, connectionId, 'settings', 'log', 'assignments', 'push');
  return appSettings(sim, connectionId);
}

/** Test API Credentials (okta.md 1.3). @throws AppFault where nothing could be sent */
export function test(sim: Sim, connectionId: string): Promise<TestResult> {
  existing(sim, connectionId);
  return inLane(sim, connectionId, async () => {
    const operation = startOperation(sim);
    const session = openSession(sim, connectionId, { operationId: operation.id, note: operation.note });
    await session.ready();
    const options = { importGroups: session.app.importGroups, at: sim.clock() };
    const result = await testCredentials(session.peer('Test API Credentials'), options);
    sim.db.transaction((db) => {
      writeLastTest(db, connectionId, result);
      writeLog(sim, db, {
        eventType: 'application.provision.integration.call_api',
        result: result.ok ? 'SUCCESS' : 'FAILURE',
        message: result.oktaText,
        target: session.connection.name,
        connectionId,
        operationId: operation.id,
      });
    });
    session.finish();
    moved(sim, connectionId, 'settings', 'log');
    return result;
  });
}
