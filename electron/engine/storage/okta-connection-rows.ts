/**
 * Connections of the simulated org and the application behind each. Secrets are not here: the vault keeps them,
 * sealed; a row only says whether there is one. What is read back was written by these functions and is trusted.
 */
import type {
  AppSettings,
  AuthMode,
  ConnectionRecord,
  Environment,
  TestResult,
} from '../../../shared/domain/simulator.ts';
import type { ReadDb, WriteDb } from './database.ts';

interface ConnectionColumns {
  id: string;
  name: string;
  kind: 'local' | 'remote';
  base_url: string;
  auth_mode: AuthMode;
  username: string | null;
  has_secret: number;
  environment: Environment;
  last_contact_at: number | null;
  last_result: 'ok' | 'failed' | null;
  last_error: string | null;
}

export type StoredSettings = Omit<AppSettings, 'connectionId' | 'lastTest'>;

/** Okta's defaults: every switch off (okta.md 3.3, 3.4; documented). Import Groups is on for a new API integration. */
const defaultSettings: StoredSettings = {
  dialect: 'catalog',
  provisioningEnabled: false,
  importGroups: true,
  createUsers: false,
  updateUsers: false,
  deactivateUsers: false,
  matchRule: 'username',
  usernameFormat: 'email',
  allowPartialMatch: false,
  autoConfirmExact: false,
  autoConfirmNew: false,
  autoActivateNew: false,
  renameAppGroups: false,
  appUsernameFormat: 'login',
  appUsernameExpression: '',
  appUsernameUpdate: 'always',
  excludeUsernameUpdates: false,
  mappings: null,
};

function toConnection(r: ConnectionColumns): ConnectionRecord {
  return {
    id: r.id,
    name: r.name,
    kind: r.kind,
    baseUrl: r.base_url,
    authMode: r.auth_mode,
    username: r.username,
    hasSecret: r.has_secret === 1,
    environment: r.environment,
    lastContactAt: r.last_contact_at,
    lastResult: r.last_result,
    lastError: r.last_error,
  };
}

/** The local connection first, then by age. */
export function listConnections(db: ReadDb): ConnectionRecord[] {
  const order = `select * from okta_connections order by kind = 'local' desc, created_at, id`;
  return db.all<ConnectionColumns>(order).map(toConnection);
}

export function readConnection(db: ReadDb, id: string): ConnectionRecord | undefined {
  const row = db.one<ConnectionColumns>('select * from okta_connections where id = ?', id);
  return row && toConnection(row);
}

export function insertConnection(db: WriteDb, c: ConnectionRecord, now: number): void {
  db.run(
    `insert into okta_connections (id, name, kind, base_url, auth_mode, username, has_secret, environment, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    c.id,
    c.name,
    c.kind,
    c.baseUrl,
    c.authMode,
    c.username,
    c.hasSecret ? 1 : 0,
    c.environment,
    now,
  );
  const settings = JSON.stringify(defaultSettings);
  db.run('insert into okta_apps (connection_id, settings) values (?, ?)', c.id, settings);
}

export function updateConnection(db: WriteDb, c: ConnectionRecord): void {
  db.run(
    `update okta_connections
     set name = ?, base_url = ?, auth_mode = ?, username = ?, has_secret = ?, environment = ? where id = ?`,
    c.name,
    c.baseUrl,
    c.authMode,
    c.username,
    c.hasSecret ? 1 : 0,
    c.environment,
    c.id,
  );
}

export function noteContact(db: WriteDb, id: string, at: number, error: string | null): void {
  db.run(
    'update okta_connections set last_contact_at = ?, last_result = ?, last_error = ? where id = ?',
    at,
    error === null ? 'ok' : 'failed',
    error,
    id,
  );
}

export function deleteConnection(db: WriteDb, id: string): void {
  db.run('delete from okta_connections where id = ?', id);
}

export function readApp(db: ReadDb, connectionId: string): AppSettings | undefined {
  const row = db.one<{ settings: string; last_test: string | null }>(
    'select settings, last_test from okta_apps where connection_id = ?',
    connectionId,
  );
  if (row === undefined) return undefined;
  const settings = JSON.parse(row.settings) as Partial<StoredSettings>;
  const lastTest = row.last_test === null ? null : (JSON.parse(row.last_test) as TestResult);
  return { connectionId, ...defaultSettings, ...settings, lastTest };
}

export function writeApp(db: WriteDb, connectionId: string, settings: StoredSettings): void {
  const text = JSON.stringify(settings);
  db.run('update okta_apps set settings = ? where connection_id = ?', text, connectionId);
}

export function writeLastTest(db: WriteDb, connectionId: string, test: TestResult): void {
  db.run('update okta_apps set last_test = ? where connection_id = ?', JSON.stringify(test), connectionId);
}
