/**
 * Import Now (okta.md 1.9, 3.5): pages through the application's users, and its groups where Import Groups is on,
 * and writes what it finds page by page, so that memory does not grow with the list. It runs in the background, one
 * at a time per connection, and can be cancelled. A list that the server's pages do not make whole removes nobody.
 *
 * For cloud SCIM there is no incremental import: Okta never filters by lastModified (documented).
 */
import type { ImportSummary } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import { insertRun } from '../storage/okta-import-rows.ts';
import { deleteAppGroupsNotSeen } from '../storage/okta-push-rows.ts';
import { confirm } from './confirm.ts';
import { existing } from './connections.ts';
import { moved, type Sim, writeLog } from './context.ts';
import { errorPrefixes } from './error-text.ts';
import { readPages } from './flows/read-pages.ts';
import { recordGroupPage, seenAppGroup } from './import-groups.ts';
import { newOddities } from './import-oddities.ts';
import { type ImportRun, recordUserPage, removeMissing } from './import-users.ts';
import { OktaTask } from './peer.ts';
import { openSession } from './session.ts';

const mostWarnings = 50;

function newTally(at: number): ImportRun['tally'] {
  return {
    at,
    usersScanned: 0,
    newUsers: 0,
    usersUpdated: 0,
    usersUnchanged: 0,
    usersRemoved: 0,
    groupsScanned: 0,
    newGroups: 0,
    groupsUpdated: 0,
    groupsUnchanged: 0,
    groupsRemoved: 0,
    autoConfirmed: 0,
    pages: 0,
    durationMs: 0,
    error: null,
    warnings: [],
    withoutNames: 0,
  };
}

/**
 * Starts the import and answers at once.
 * @throws AppFault `busy` while one runs; what `openSession` throws where nothing can be sent
 */
export async function startImport(sim: Sim, connectionId: string): Promise<{ jobId: string }> {
  existing(sim, connectionId);
  const cancel = new AbortController();
  const jobId = sim.ids.uuid();
  const warnings = new Set<string>();
  const warn = (text: string) => {
    // one more than is shown: that there is more is said at the end
    if (warnings.size <= mostWarnings) warnings.add(text);
  };
  const use = { operationId: jobId, note: warn, signal: cancel.signal };
  const session = openSession(sim, connectionId, use);
  await session.ready();
  // no await between this check and the entry in `imports`
  if (sim.imports.has(connectionId)) throw new AppFault('busy', 'An import from this connection is running.');
  const startedAt = sim.clock();
  const tally = newTally(startedAt);
  const pages = { users: newOddities('page'), groups: newOddities('page') };
  const odd = { users: newOddities('user'), groups: newOddities('group'), pages };
  const run: ImportRun = { sim, session, connectionId, jobId, startedAt, tally, ...odd, warn };
  const finished = conduct(run, cancel.signal, warnings).catch((error: unknown) => {
    sim.logger.error('an import could not be concluded', { error: String(error) });
  });
  sim.imports.set(connectionId, { jobId, cancel, finished });
  return { jobId };
}

export function cancelImport(sim: Sim, connectionId: string): Record<string, never> {
  sim.imports.get(connectionId)?.cancel.abort();
  return {};
}

async function conduct(run: ImportRun, cancelled: AbortSignal, warnings: ReadonlySet<string>): Promise<void> {
  const { sim, tally, connectionId } = run;
  const started = performance.now();
  await Promise.resolve();
  try {
    logImport(run, 'system.import.start', 'Start import');
    announce(run, 'running', 0, null, 'Starting');
    await importUsers(run);
    if (run.session.app.importGroups) await importGroups(run);
    await autoConfirm(run);
  } catch (error) {
    tally.error = errorText(run, error);
  }
  const stopped = cancelled.aborted || sim.closing.signal.aborted;
  if (stopped) tally.error = 'The import was cancelled.';
  tally.durationMs = Math.round(performance.now() - started);
  tally.warnings = warningsOf(run, warnings);
  sim.imports.delete(connectionId);
  if (sim.closing.signal.aborted) return;
  finish(run, stopped);
}

/** What concerns many rows comes first: pages may warn without an end. */
function warningsOf(run: ImportRun, warnings: ReadonlySet<string>): string[] {
  const { withoutNames } = run.tally;
  const many = withoutNames === 1 ? '1 user has' : `${withoutNames.toLocaleString('en')} users have`;
  return [
    ...(withoutNames > 0 ? [`${many} no first or last name; Okta's import needs both`] : []),
    ...[...run.users.sentences(), ...run.pages.users.sentences()].map((s) => `Users: ${s}`),
    ...[...run.groups.sentences(), ...run.pages.groups.sentences()].map((s) => `Groups: ${s}`),
    ...[...warnings].slice(0, mostWarnings),
    ...(warnings.size > mostWarnings ? [`More than ${mostWarnings} warnings: the others are left out`] : []),
  ];
}

function errorText(run: ImportRun, error: unknown): string {
  if (error instanceof OktaTask) return `${error.message} ${error.detail}`;
  run.sim.logger.error('an import failed', { error: String(error) });
  return 'The import failed for a reason that Rollcall did not expect. The log file says more.';
}

function summaryOf(run: ImportRun): ImportSummary {
  const { withoutNames: _withoutNames, ...summary } = run.tally;
  return summary;
}

function finish(run: ImportRun, stopped: boolean): void {
  const { sim, tally, connectionId, jobId } = run;
  const summary = summaryOf(run);
  sim.db.transaction((db) => {
    insertRun(db, { id: jobId, connectionId, summary });
    writeLog(sim, db, {
      eventType: stopped ? 'system.import.session.cancelled' : 'system.import.complete',
      result: tally.error === null ? 'SUCCESS' : 'FAILURE',
      message: tally.error ?? `${tally.usersScanned} users scanned, ${tally.newUsers} new`,
      target: run.session.connection.name,
      connectionId,
      operationId: jobId,
    });
  });
  run.session.finish();
  const state = stopped ? 'cancelled' : tally.error === null ? 'done' : 'failed';
  const scanned = tally.usersScanned;
  const phase = tally.error ?? `${scanned} users scanned`;
  const { title } = jobWords(run);
  sim.announce({
    type: 'job',
    id: jobId,
    title,
    connectionId,
    state,
    done: scanned,
    total: scanned,
    phase,
    summary,
  });
  moved(sim, connectionId, 'import', 'assignments', 'push', 'people', 'log');
}

function jobWords(run: ImportRun): { title: string } {
  return { title: `Import from ${run.session.connection.name}` };
}

function announce(run: ImportRun, state: 'running', done: number, total: number | null, phase: string): void {
  const { connectionId, jobId: id } = run;
  run.sim.announce({
    type: 'job',
    id,
    ...jobWords(run),
    connectionId,
    state,
    done,
    total,
    phase,
    summary: null,
  });
}

function logImport(run: ImportRun, eventType: string, message: string): void {
  const { sim, connectionId, jobId: operationId } = run;
  const target = run.session.connection.name;
  sim.db.transaction((db) => writeLog(sim, db, { eventType, message, target, connectionId, operationId }));
}

async function importUsers(run: ImportRun): Promise<void> {
  const { sim, tally } = run;
  logImport(run, 'system.import.download.start', 'Start downloading users');
  let trusted = true;
  let received = 0;
  const peer = run.session.peer(`Import users from ${run.session.connection.name}`);
  for await (const page of readPages(peer, '/Users', errorPrefixes.importUsers)) {
    trusted &&= page.trusted;
    for (const warning of page.warnings) run.warn(`Users: ${warning}`);
    for (const odd of page.odd) run.pages.users.count(odd, String(page.page));
    sim.db.transaction((db) => recordUserPage(run, db, page.resources));
    received += page.resources.length;
    tally.pages += 1;
    const of = page.total === null ? '' : ` of ${page.total.toLocaleString('en')}`;
    const phase = `Scanned ${received.toLocaleString('en')}${of} users, page ${page.page}`;
    announce(run, 'running', received, page.total, phase);
  }
  logImport(run, 'system.import.download.complete', `Downloaded ${received} users`);
  if (trusted && !run.users.incomplete) removeMissing(run);
  else run.warn("Nobody was unassigned, because the server's pages do not make a whole list");
  logImport(run, 'system.import.user.complete', `${tally.usersScanned} users scanned`);
}

async function importGroups(run: ImportRun): Promise<void> {
  const { sim, tally, connectionId, jobId } = run;
  let trusted = true;
  const peer = run.session.peer(`Import groups from ${run.session.connection.name}`);
  for await (const page of readPages(peer, '/Groups', errorPrefixes.importGroups)) {
    trusted &&= page.trusted;
    for (const warning of page.warnings) run.warn(`Groups: ${warning}`);
    for (const odd of page.odd) run.pages.groups.count(odd, String(page.page));
    const groups = page.resources.map((g) => seenAppGroup(g, run.groups)).filter((g) => g !== null);
    const counts = sim.db.transaction((db) =>
      recordGroupPage(db, connectionId, { groups, odd: run.groups }, jobId),
    );
    tally.groupsScanned += counts.scanned;
    tally.newGroups += counts.created;
    tally.groupsUpdated += counts.updated;
    tally.groupsUnchanged += counts.unchanged;
    tally.pages += 1;
    const phase = `Scanned ${tally.groupsScanned.toLocaleString('en')} groups, page ${page.page}`;
    announce(run, 'running', tally.groupsScanned, page.total, phase);
  }
  if (trusted && !run.groups.incomplete)
    tally.groupsRemoved = deleteAppGroupsNotSeen(sim.db, connectionId, jobId);
  logImport(run, 'system.import.group.complete', `${tally.groupsScanned} groups scanned`);
}

/** The auto-confirm switches of To Okta; ambiguous and partial rows always wait for a person. */
async function autoConfirm(run: ImportRun): Promise<void> {
  const { sim, tally, connectionId } = run;
  const { autoConfirmExact, autoConfirmNew, autoActivateNew } = run.session.app;
  const input = { connectionId, autoActivate: autoActivateNew };
  if (autoConfirmExact) tally.autoConfirmed += (await confirm(sim, input, 'exact')).assigned;
  if (autoConfirmNew) tally.autoConfirmed += (await confirm(sim, input, 'new')).created;
}
