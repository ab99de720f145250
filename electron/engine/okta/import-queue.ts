/**
 * The review list between an import and Confirm Assignments (okta.md 3.5): matching a row, deciding about it, and
 * seeing a conflict before it is confirmed. Unlike Okta's, the queue can be filtered and cleared row by row.
 */
import type { ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { Decision, ImportCounts } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import type { ReadDb, WriteDb } from '../storage/database.ts';
import { assignmentOf } from '../storage/okta-assignment-rows.ts';
import {
  countRows,
  deleteRows,
  nextRows,
  personChosenElsewhere,
  type StoredImportRow,
  writeDecision,
  writeSelected,
} from '../storage/okta-import-rows.ts';
import {
  candidatesByEmail,
  candidatesByLogin,
  candidatesByNames,
  candidatesFolded,
  personByLogin,
  readPerson,
} from '../storage/okta-people-rows.ts';
import { appSettings, existing } from './connections.ts';
import { moved, type Sim, writeLog } from './context.ts';
import { type CandidateSource, type ImportedUser, matchUser } from './matching.ts';

export function candidatesIn(db: ReadDb): CandidateSource {
  return {
    byLogin: (login) => candidatesByLogin(db, login),
    byEmail: (email) => candidatesByEmail(db, email),
    byNames: (first, last) => candidatesByNames(db, first, last),
    byFolded: (login, email) => candidatesFolded(db, login, email),
  };
}

export interface Choice {
  readonly rowId: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly decision: Decision;
  readonly personId: string | null;
  readonly profile: StoredImportRow['profile'];
}

/** "This choice creates a conflict." with the reason (okta.md 3.5, documented), or null. */
export function conflictOf(db: ReadDb, choice: Choice): string | null {
  const why = choice.decision === 'NEW' ? newConflict(db, choice) : existingConflict(db, choice);
  return why === null ? null : `This choice creates a conflict. ${why}`;
}

function newConflict(db: ReadDb, choice: Choice): string | null {
  const { login, firstName, lastName, email } = choice.profile;
  const holder = login ? personByLogin(db, login) : undefined;
  if (holder) return `The username ${login} is taken by ${holder.name}.`;
  // okta.md 1.9: without first and last name an import breaks (documented); login and email are Okta's own minimum
  const missing = Object.entries({ login, firstName, lastName, email })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  return missing.length > 0 ? `Okta needs ${missing.join(', ')}, and the app did not give it.` : null;
}

function existingConflict(db: ReadDb, choice: Choice): string | null {
  if (choice.decision !== 'EXISTING' || choice.personId === null) return null;
  const assignment = assignmentOf(db, choice.connectionId, choice.personId);
  if (assignment?.externalId && assignment.externalId !== choice.externalId) {
    return `${assignment.personName} is linked to another user of the app.`;
  }
  return personChosenElsewhere(db, choice.connectionId, choice.personId, choice.rowId)
    ? 'Another row of this list has the same Okta user.'
    : null;
}

export function importedUser(row: Pick<StoredImportRow, 'userName' | 'email' | 'profile'>): ImportedUser {
  return {
    userName: row.userName,
    email: row.email ?? '',
    firstName: row.profile['firstName'] ?? '',
    lastName: row.profile['lastName'] ?? '',
  };
}

/** @throws AppFault `invalid-input` where the person to link to is not there, or one person is given for several rows */
export function decide(sim: Sim, input: ParsedInputOf<'sim.decide'>): ImportCounts {
  existing(sim, input.connectionId);
  const decision = input.decision ?? (input.personId === undefined ? undefined : 'EXISTING');
  if (input.personId !== undefined) checkPerson(sim, input);
  sim.db.transaction((db) => {
    // ticks first: a decision may move rows out of the filter
    if (input.selected !== undefined) writeSelected(db, input, input.selected);
    if (decision === undefined) return;
    const wanted = { connectionId: input.connectionId, decision, personId: input.personId ?? null };
    for (let rows = nextRows(db, input, -1); rows.length > 0; ) {
      for (const { row } of rows) decideRow(sim, db, row, wanted);
      rows = nextRows(db, input, rows.at(-1)?.position ?? 0);
    }
  });
  moved(sim, input.connectionId, 'import', 'log');
  return countRows(sim.db, input.connectionId);
}

function checkPerson(sim: Sim, input: ParsedInputOf<'sim.decide'>): void {
  const fields = { personId: 'Choose a person of the simulated org.' };
  if (input.rowIds?.length !== 1) {
    throw new AppFault('invalid-input', 'A person can be chosen for one row at a time.', { fields });
  }
  const person = readPerson(sim.db, input.personId ?? '');
  if (person === undefined || person.status === 'DEPROVISIONED') {
    throw new AppFault('invalid-input', 'This person is not in the simulated org, or is deactivated.', {
      fields,
    });
  }
}

function decideRow(
  sim: Sim,
  db: WriteDb,
  row: StoredImportRow,
  wanted: { connectionId: string; decision: Decision; personId: string | null },
): void {
  const personId =
    wanted.decision === 'EXISTING'
      ? (wanted.personId ?? row.personId ?? proposedPerson(sim, db, wanted.connectionId, row))
      : null;
  // EXISTING without anybody to link to stays open
  const decision = wanted.decision === 'EXISTING' && personId === null ? 'UNDECIDED' : wanted.decision;
  const { connectionId } = wanted;
  const choice = { rowId: row.id, connectionId, externalId: row.externalId, profile: row.profile };
  const conflict = conflictOf(db, { ...choice, decision, personId });
  writeDecision(db, row.id, { decision, personId, conflict });
  if (row.decision === 'IGNORE' && decision !== 'IGNORE') {
    const eventType = 'system.import.user_match.unignore';
    writeLog(sim, db, { eventType, message: 'Unignore imported user', target: row.userName, connectionId });
  }
}

function proposedPerson(sim: Sim, db: ReadDb, connectionId: string, row: StoredImportRow): string | null {
  const match = matchUser(importedUser(row), appSettings(sim, connectionId), candidatesIn(db));
  return match.person?.id ?? null;
}

/** Clear Unconfirmed Users. @throws AppFault `busy` while an import runs (okta.md 3.5, documented) */
export function clearQueue(sim: Sim, input: ParsedInputOf<'sim.clearQueue'>): { removed: number } {
  existing(sim, input.connectionId);
  if (sim.imports.has(input.connectionId)) {
    throw new AppFault('busy', 'Unconfirmed users cannot be cleared while an import runs.');
  }
  const removed = sim.db.transaction((db) => {
    const count = deleteRows(db, input);
    writeLog(sim, db, {
      eventType: 'system.import.clear.unconfirmed.users.summary',
      message: `Clear ${count} unconfirmed users`,
      connectionId: input.connectionId,
    });
    return count;
  });
  moved(sim, input.connectionId, 'import', 'log');
  return { removed };
}
