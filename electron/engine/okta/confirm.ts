/**
 * Confirm Assignments (okta.md 3.5): creates the new people, links the existing ones, and gives each an assignment
 * with the server's id as its link. Nothing is sent to the application. A row in conflict stays, and says why.
 */
import type { WriteDb } from '../storage/database.ts';
import { assignmentOf, writeProvisioned } from '../storage/okta-assignment-rows.ts';
import {
  deleteRow,
  rowsToConfirm,
  type StoredImportRow,
  unselect,
  writeConflict,
  writeLinkedSeen,
} from '../storage/okta-import-rows.ts';
import { insertPerson } from '../storage/okta-people-rows.ts';
import { stage } from './assignments.ts';
import { existing } from './connections.ts';
import { breathe, moved, type Sim, writeLog } from './context.ts';
import { conflictOf } from './import-queue.ts';

export interface Confirmed {
  readonly created: number;
  readonly assigned: number;
  readonly ignored: number;
  readonly conflicts: number;
}

type Verdict = keyof Confirmed;

/** @param autoActivate new people become ACTIVE, else STAGED (okta.md 3.5, documented) */
export async function confirm(
  sim: Sim,
  input: { readonly connectionId: string; readonly autoActivate: boolean },
  which: 'selected' | 'exact' | 'new' = 'selected',
): Promise<Confirmed> {
  const { connectionId } = input;
  existing(sim, connectionId);
  const counts = { created: 0, assigned: 0, ignored: 0, conflicts: 0 };
  for (let after = -1; ; ) {
    const rows = rowsToConfirm(sim.db, connectionId, which, after);
    if (rows.length === 0) break;
    sim.db.transaction((db) => {
      for (const { row } of rows) counts[confirmRow(sim, db, { ...input, row })] += 1;
    });
    after = rows.at(-1)?.position ?? after;
    await breathe();
  }
  moved(sim, connectionId, 'import', 'people', 'assignments', 'log');
  return counts;
}

function confirmRow(
  sim: Sim,
  db: WriteDb,
  what: { connectionId: string; autoActivate: boolean; row: StoredImportRow },
): Verdict {
  const { connectionId, row } = what;
  if (row.decision === 'IGNORE') {
    unselect(db, row.id);
    return 'ignored';
  }
  const choice = { rowId: row.id, connectionId, externalId: row.externalId, profile: row.profile };
  const conflict = conflictOf(db, { ...choice, decision: row.decision, personId: row.personId });
  const isNew = row.decision === 'NEW';
  const personId = conflict !== null ? null : isNew ? createPerson(sim, db, what) : row.personId;
  if (personId === null) {
    writeConflict(db, row.id, conflict ?? 'This choice creates a conflict. The Okta user is gone.');
    return 'conflicts';
  }
  stage(sim, db, { connectionId, personId, through: 'person' });
  const assignment = assignmentOf(db, connectionId, personId);
  if (assignment === undefined) throw new Error('a staged assignment has a row');
  writeProvisioned(db, assignment.id, row.externalId, sim.clock());
  writeLinkedSeen(db, assignment.id, row.digest, '');
  deleteRow(db, row.id);
  const eventType = 'system.import.user_match.confirm';
  writeLog(sim, db, { eventType, message: 'Confirm imported user', target: row.userName, connectionId });
  return isNew ? 'created' : 'assigned';
}

function createPerson(
  sim: Sim,
  db: WriteDb,
  what: { autoActivate: boolean; row: StoredImportRow },
): string | null {
  const id = sim.ids.okta('00u');
  const status = what.autoActivate ? 'ACTIVE' : 'STAGED';
  return insertPerson(db, { id, status, profile: what.row.profile }, sim.clock()) ? id : null;
}
