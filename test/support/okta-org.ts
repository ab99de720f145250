/**
 * A simulated org on a database of its own, with time, ids and secrets that the test controls. Everything else is
 * real: SQLite, the HTTP client, the socket.
 */

import type { CapturedExchange } from '../../electron/engine/base/exchange-capture.ts';
import { randomIds } from '../../electron/engine/base/ids.ts';
import { type SecretStore, silentLogger } from '../../electron/engine/base/ports.ts';
import type { SimulatorOptions } from '../../electron/engine/okta/context.ts';
import { createSimulator, type Simulator } from '../../electron/engine/okta/simulator.ts';
import { type OpenDb, openDatabase } from '../../electron/engine/storage/database.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { workspaceSteps } from '../../electron/engine/storage/migrations/index.ts';
import type { EngineEvent } from '../../shared/contract/events.ts';
import type { ImportSummary, PersonStatus } from '../../shared/domain/simulator.ts';

export interface TestOrg {
  readonly sim: Simulator;
  readonly db: OpenDb;
  readonly exchanges: CapturedExchange[];
  readonly events: EngineEvent[];
  /** Seconds that were waited for by the rule for 429. */
  readonly waits: number[];
  close(): Promise<void>;
}

/** Bound to the origin, as the real store is. */
export function memorySecrets(): SecretStore {
  const kept = new Map<string, { origin: string; secret: string }>();
  return {
    put: async (id, origin, secret) => {
      kept.set(id, { origin, secret });
    },
    get: async (id, origin) => {
      const found = kept.get(id);
      return found?.origin === origin ? found.secret : null;
    },
    remove: async (id) => {
      kept.delete(id);
    },
  };
}

export function openTestOrg(options: Partial<SimulatorOptions> = {}): TestOrg {
  const db = openDatabase(':memory:', { synchronous: 'NORMAL' });
  migrate(db, workspaceSteps, 1);
  const exchanges: CapturedExchange[] = [];
  const events: EngineEvent[] = [];
  const waits: number[] = [];
  let now = 1_760_000_000_000;
  const sim = createSimulator({
    db,
    clock: () => ++now,
    ids: randomIds,
    logger: silentLogger,
    recordExchange: (exchange) => exchanges.push(exchange),
    announce: (event) => events.push(event),
    secrets: memorySecrets(),
    localEndpoint: async () => null,
    timeoutMs: 2_000,
    sleep: async (ms) => {
      waits.push(ms / 1000);
    },
    ...options,
  });
  const close = async () => {
    await sim.close();
    db.close();
  };
  return { sim, db, exchanges, events, waits, close };
}

export const everySwitch = {
  provisioningEnabled: true,
  createUsers: true,
  updateUsers: true,
  deactivateUsers: true,
} as const;

/** A connection to `baseUrl` with a bearer token. @returns its id */
export async function connect(org: TestOrg, baseUrl: string, name = 'Rostr'): Promise<string> {
  const fields = { name, baseUrl, authMode: 'bearer', username: null, secret: 'secret-token' } as const;
  const connection = await org.sim.createConnection({ ...fields, environment: 'test' });
  return connection.id;
}

export function person(
  org: TestOrg,
  profile: Readonly<Record<string, string>>,
  status: PersonStatus = 'ACTIVE',
): string {
  const email = profile.login ?? '';
  const whole = { email, ...profile };
  const { id } = org.sim.createPerson({ profile: whole, activate: status !== 'STAGED' });
  if (status === 'SUSPENDED' || status === 'DEPROVISIONED') {
    org.db.run('update okta_people set status = ? where id = ?', status, id);
  }
  return id;
}

/** Runs an import to its end. */
export async function importNow(org: TestOrg, connectionId: string): Promise<ImportSummary> {
  await org.sim.startImport(connectionId);
  await org.sim.importFinished(connectionId);
  const last = org.sim.importState(connectionId).last;
  if (last === null) throw new Error('an import that ended has a summary');
  return last;
}
