/**
 * What one page of an import means for the simulated org: people who are linked already, rows that wait for review,
 * and rows that are new (okta.md 1.9). Inactive users are skipped and not counted (documented and seen).
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { ImportSummary, PersonProfile } from '../../../shared/domain/simulator.ts';
import type { WriteDb } from '../storage/database.ts';
import { deleteAssignment } from '../storage/okta-assignment-rows.ts';
import {
  deleteRowsNotSeen,
  linkedDigest,
  linkedNotSeen,
  queuedByLink,
  writeLinkedSeen,
  writeQueued,
} from '../storage/okta-import-rows.ts';
import { personName, readPerson } from '../storage/okta-people-rows.ts';
import { readId } from './answer-reading.ts';
import { type Sim, writeLog } from './context.ts';
import { isInactive } from './flows/user-activation.ts';
import { type Oddities, wrongTypes } from './import-oddities.ts';
import { candidatesIn, conflictOf, importedUser } from './import-queue.ts';
import { profileFromScim } from './mapping.ts';
import { matchUser, oktaUsername, proposedDecision } from './matching.ts';
import type { Session } from './session.ts';

export interface ImportRun {
  readonly sim: Sim;
  readonly session: Session;
  readonly connectionId: string;
  /** Also the run's id, and that of the operation in the traffic log. */
  readonly jobId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The summary as it grows, and how many users came without first or last name. */
  readonly tally: { -readonly [K in keyof ImportSummary]: ImportSummary[K] } & { withoutNames: number };
  readonly users: Oddities;
  readonly groups: Oddities;
  readonly pages: { readonly users: Oddities; readonly groups: Oddities };
  warn(text: string): void;
}

/** Okta's safeguard (okta.md 3.4, documented): over 100 users, a loss of 20 % or more stops the removal. */
const safeguard = { from: 100, share: 0.2 };

interface Incoming {
  readonly externalId: string;
  readonly userName: string;
  readonly profile: PersonProfile;
  readonly digest: string;
}

export function recordUserPage(run: ImportRun, db: WriteDb, users: readonly JsonObject[]): void {
  for (const user of users) {
    if (isInactive(user)) continue;
    const incoming = readUser(run, user);
    if (incoming !== null) recordUser(run, db, incoming);
  }
}

function readUser(run: ImportRun, user: JsonObject): Incoming | null {
  const userName = user['userName'];
  const externalId = readId(user, (text) => run.users.count(text, nameIn(user)));
  for (const wrong of wrongTypes(user)) run.users.count(wrong, externalId ?? nameIn(user));
  if (externalId === null || typeof userName !== 'string' || userName === '') {
    run.users.lost(
      'left out, because the id or the userName is missing or unusable',
      externalId ?? nameIn(user),
    );
    return null;
  }
  const mapped = profileFromScim(user);
  if (!mapped['firstName'] || !mapped['lastName']) run.tally.withoutNames += 1;
  const facts = { userName, email: mapped['email'] ?? '', firstName: '', lastName: '' };
  const login = oktaUsername(facts, run.session.app.usernameFormat);
  const profile = { login, ...mapped };
  const digest = createHash('sha256').update(JSON.stringify(profile)).digest('base64');
  return { externalId, userName, profile, digest };
}

function nameIn(user: JsonObject): string {
  return typeof user['userName'] === 'string' ? user['userName'] : '';
}

function recordUser(run: ImportRun, db: WriteDb, incoming: Incoming): void {
  const { connectionId, jobId, tally } = run;
  const linked = linkedDigest(db, connectionId, incoming.externalId);
  const queued = linked ? undefined : queuedByLink(db, connectionId, incoming.externalId);
  if (linked?.seenRun === jobId || queued?.seenRun === jobId) {
    run.users.lost('came twice, so the order of the list is not the same on every page', incoming.externalId);
    return;
  }
  tally.usersScanned += 1;
  if (linked) {
    const same =
      linked.digest === null ? looksSame(db, linked.personId, incoming) : linked.digest === incoming.digest;
    tally[same ? 'usersUnchanged' : 'usersUpdated'] += 1;
    writeLinkedSeen(db, linked.id, incoming.digest, jobId);
    return;
  }
  if (queued === undefined) tally.newUsers += 1;
  else tally[queued.digest === incoming.digest ? 'usersUnchanged' : 'usersUpdated'] += 1;
  queue(run, db, incoming, queued?.id ?? run.sim.ids.uuid());
}

/** Before the first import Okta compares with what it pushed: the parts of the profile that both sides have. */
function looksSame(db: WriteDb, personId: string, incoming: Incoming): boolean {
  const profile = readPerson(db, personId)?.profile ?? {};
  return Object.entries(incoming.profile).every(
    ([name, value]) => name === 'login' || (profile[name] ?? value) === value,
  );
}

function queue(run: ImportRun, db: WriteDb, incoming: Incoming, id: string): void {
  const { connectionId } = run;
  const { externalId, userName, profile, digest } = incoming;
  const email = profile['email'] ?? null;
  const match = matchUser(importedUser({ userName, email, profile }), run.session.app, candidatesIn(db));
  const decision = proposedDecision(match.kind);
  const personId = match.person?.id ?? null;
  const conflict = conflictOf(db, { rowId: id, connectionId, externalId, decision, personId, profile });
  const name = personName({ ...profile, login: userName });
  const candidates = match.candidates.map((c) => ({ id: c.id, name: c.name, login: c.login }));
  const row = { id, connectionId, externalId, userName, email, name, profile, digest };
  const verdict = { match: match.kind, decision, personId, reason: match.reason, candidates, conflict };
  writeQueued(db, { ...row, ...verdict }, run.jobId);
}

/**
 * Users that are gone from the list, or inactive now, lose their assignment; nothing is sent (okta.md 1.9,
 * documented). Rows of the queue that are gone go too.
 */
export function removeMissing(run: ImportRun): void {
  const { sim, connectionId, jobId, tally } = run;
  const { gone, linked } = linkedNotSeen(sim.db, connectionId, jobId, run.startedAt);
  if (linked > safeguard.from && gone.length >= linked * safeguard.share) {
    const words = `Import Safeguard: ${gone.length} of ${linked} people would be unassigned, which is 20 % or more. Nobody was`;
    run.warn(words);
    const eventType = 'system.import.roadblock';
    sim.db.transaction((db) =>
      writeLog(sim, db, { eventType, message: words, connectionId, operationId: jobId }),
    );
    return;
  }
  sim.db.transaction((db) => {
    for (const assignment of gone) {
      deleteAssignment(db, assignment.id);
      const eventType = 'system.import.user.delete';
      const message = 'User is not in the app any more: assignment removed';
      writeLog(sim, db, { eventType, message, target: assignment.name, connectionId, operationId: jobId });
    }
    deleteRowsNotSeen(db, connectionId, jobId);
  });
  tally.usersRemoved = gone.length;
}
