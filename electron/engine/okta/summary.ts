/** The simulated org in five numbers and a few lines, for Home. */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import type { ReadDb } from '../storage/database.ts';
import { countPeople } from '../storage/okta-people-rows.ts';
import {
  countConnections,
  countLinked,
  recentImports,
  recentOperations,
} from '../storage/okta-summary-rows.ts';

export interface OrgSummary {
  readonly people: number;
  /** People with an account somewhere that Okta knows the id of. */
  readonly linked: number;
  readonly connections: number;
  /** Newest first, five at most. */
  readonly runs: HomeSummary['runs'];
}

const runsShown = 5;

const titles: readonly (readonly [prefix: string, title: string])[] = [
  ['application.provision.integration.call_api', 'Test API Credentials'],
  ['application.provision.group_push.', 'Push groups'],
  ['application.provision.group', 'Push groups'],
  ['application.provision.user.push_profile', 'Push profile updates'],
  ['application.provision.user.deactivate', 'Deactivate users'],
  ['application.provision.user.reactivate', 'Reactivate users'],
  ['application.provision.user', 'Push users'],
  ['application.user_membership.remove', 'Unassign people'],
  ['application.user_membership', 'Assign people'],
  ['user.lifecycle.deactivate', 'Deactivate people'],
  ['user.lifecycle', 'Change people'],
  ['group.user_membership', 'Change group members'],
  ['group.lifecycle', 'Change groups'],
  ['application.lifecycle', 'Change the application'],
  ['application.', 'Provisioning'],
];

function titleOf(eventType: string): string {
  return titles.find(([prefix]) => eventType.startsWith(prefix))?.[1] ?? eventType;
}

export function summarizeOrg(db: ReadDb): OrgSummary {
  const operations = recentOperations(db, runsShown).map((run) => ({
    at: run.at,
    title: titleOf(run.eventType),
    connection: run.connection,
    ok: run.failures === 0,
    detail:
      run.failures === 0
        ? run.entries === 1
          ? '1 event'
          : `${run.entries.toLocaleString('en')} events`
        : `${run.failures} failed`,
  }));
  const imports = recentImports(db, runsShown).map(({ connection, summary }) => ({
    at: summary.at,
    title: 'Import users',
    connection,
    ok: summary.error === null,
    detail:
      summary.error ??
      `${summary.usersScanned.toLocaleString('en')} scanned, ${summary.newUsers.toLocaleString('en')} new`,
  }));
  return {
    people: countPeople(db),
    linked: countLinked(db),
    connections: countConnections(db),
    runs: [...operations, ...imports].sort((a, b) => b.at - a.at).slice(0, runsShown),
  };
}
