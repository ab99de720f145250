/**
 * What a change inside the org means for applications: who leaves, who comes, which pushed groups follow. Gathered in
 * the transaction of the change, carried out afterwards, connection by connection: leavers, joiners, then groups,
 * because only people who are provisioned can be pushed into a group (okta.md 1.8).
 */
import { deprovisionAll, provisionAll } from './assignments.ts';
import { inLane, moved, type Sim } from './context.ts';
import type { Operation } from './operation.ts';
import { pushChanges } from './push.ts';
import { openSession } from './session.ts';

export interface ConnectionEffects {
  /** Ids of assignments. */
  readonly deprovision: string[];
  readonly provision: string[];
  /** Ids of push mappings. */
  readonly push: string[];
}

export interface Effects {
  of(connectionId: string): ConnectionEffects;
  readonly byConnection: ReadonlyMap<string, ConnectionEffects>;
}

export function newEffects(): Effects {
  const byConnection = new Map<string, ConnectionEffects>();
  const of = (connectionId: string) => {
    const known = byConnection.get(connectionId) ?? { deprovision: [], provision: [], push: [] };
    byConnection.set(connectionId, known);
    return known;
  };
  return { of, byConnection };
}

export async function runEffects(sim: Sim, operation: Operation, effects: Effects): Promise<void> {
  for (const [connectionId, work] of effects.byConnection) {
    await inLane(sim, connectionId, () => runForConnection(sim, operation, connectionId, work));
  }
}

/** Inside the connection's lane. */
export async function runForConnection(
  sim: Sim,
  operation: Operation,
  connectionId: string,
  work: ConnectionEffects,
): Promise<void> {
  const session = openSession(sim, connectionId, { operationId: operation.id, note: operation.note });
  await deprovisionAll(sim, session, operation, work.deprovision);
  const joined = await provisionAll(sim, session, operation, work.provision);
  await pushChanges(sim, session, operation, { mappingIds: work.push, personIds: joined });
  session.finish();
  moved(sim, connectionId, 'assignments', 'push', 'log');
}
