/** What the commands of `rollcall sim` share: which connection is meant, and what became of an action. */
import type { AppSettings, ConnectionRecord, OperationOutcome } from '../../shared/domain/simulator.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { UsageError } from './arguments.ts';
import type { EngineAccess } from './engine-access.ts';
import { print, printJson, safeText } from './output.ts';

export const connectionFlag = {
  connection: { kind: 'text', says: 'name or id of the connection (default: the local server)' },
} as const;
export const dialectFlag = {
  dialect: { kind: 'text', says: 'catalog (PATCH) or wizard (GET and PUT)' },
} as const;

export async function findConnection(
  engine: EngineAccess,
  wanted: string | undefined,
): Promise<ConnectionRecord> {
  const all = await engine.call('connections.list', {});
  const found =
    wanted === undefined || wanted === 'local'
      ? all.find((c) => c.kind === 'local')
      : (all.find((c) => c.id === wanted) ?? all.find((c) => c.name.toLowerCase() === wanted.toLowerCase()));
  if (found === undefined) {
    throw new AppFault(
      'not-found',
      `There is no connection ${JSON.stringify(wanted)}. There are: ${all.map((c) => c.name).join(', ')}.`,
    );
  }
  return found;
}

/** Turns provisioning on, in this dialect where one is named. */
export async function enableProvisioning(
  engine: EngineAccess,
  connectionId: string,
  wanted: string | undefined,
): Promise<AppSettings> {
  if (wanted !== undefined && wanted !== 'catalog' && wanted !== 'wizard')
    throw new UsageError('--dialect is catalog or wizard.');
  return engine.call('sim.configure', {
    connectionId,
    provisioningEnabled: true,
    createUsers: true,
    updateUsers: true,
    deactivateUsers: true,
    ...(wanted ? { dialect: wanted } : {}),
  });
}

export function reportOutcomes(
  outcomes: readonly { what: string; outcome: OperationOutcome }[],
  json: boolean,
): number {
  if (json) printJson(Object.fromEntries(outcomes.map((o) => [o.what, o.outcome])));
  else {
    for (const { what, outcome } of outcomes) {
      print(`${what}: ${outcome.done} done, ${outcome.failed} failed`);
      for (const note of outcome.notes) print(`  ${safeText(note)}`);
      for (const f of outcome.failures)
        print(`  ${safeText(f.name)}: ${safeText(f.oktaText)} (${safeText(f.detail)})`);
    }
  }
  return outcomes.some((o) => o.outcome.failed > 0) ? 1 : 0;
}
