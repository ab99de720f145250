/**
 * The simulated Okta org. What Okta believes (links, push mappings, the import queue) is kept here, apart from
 * what the server has: the simulator meets every server over HTTP only.
 */
import type { ApplyOn, AppUsernameFormat, MappingRow, PreviewedRow } from './attribute-mapping.ts';
import type { JsonObject } from './json.ts';

export type Environment = 'local' | 'test' | 'production';

/**
 * How the simulated application talks (okta.md 1.0): `catalog` apps PATCH, `wizard` apps GET and PUT the whole object.
 */
export type Dialect = 'catalog' | 'wizard';

/** `header` sends the value verbatim (Header Auth test app), `bearer` puts `Bearer ` before it (okta.md 1.2). */
export type AuthMode = 'bearer' | 'header' | 'basic';

export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  /** `local` is this workspace's own server; its address and token are found by the app. */
  readonly kind: 'local' | 'remote';
  readonly baseUrl: string;
  readonly authMode: AuthMode;
  /** User name for `basic`. The secret itself never leaves the vault. */
  readonly username: string | null;
  readonly hasSecret: boolean;
  readonly environment: Environment;
  readonly lastContactAt: number | null;
  readonly lastResult: 'ok' | 'failed' | null;
  readonly lastError: string | null;
}

export type UserMatchRule = 'username' | 'email';
export type OktaUsernameFormat = 'email' | 'userName';

/** One per connection: the application in the simulated org. Defaults are Okta's: every switch off (okta.md 3.3, 3.4). */
export interface AppSettings {
  readonly connectionId: string;
  readonly dialect: Dialect;
  readonly provisioningEnabled: boolean;
  readonly importGroups: boolean;
  readonly createUsers: boolean;
  readonly updateUsers: boolean;
  readonly deactivateUsers: boolean;
  readonly matchRule: UserMatchRule;
  readonly usernameFormat: OktaUsernameFormat;
  readonly allowPartialMatch: boolean;
  readonly autoConfirmExact: boolean;
  readonly autoConfirmNew: boolean;
  readonly autoActivateNew: boolean;
  /** Rename app groups to match the group name in Okta (okta.md 1.8, 3.7). */
  readonly renameAppGroups: boolean;
  /** Application username format (okta.md 3.3); the expression counts where it is `custom`. */
  readonly appUsernameFormat: AppUsernameFormat;
  readonly appUsernameExpression: string;
  /** Update application username on: Create only, or Create and update. */
  readonly appUsernameUpdate: ApplyOn;
  /** Profile pushes leave the username alone (okta.md 3.3). */
  readonly excludeUsernameUpdates: boolean;
  /** null: Okta's defaults. */
  readonly mappings: readonly MappingRow[] | null;
  readonly lastTest: TestResult | null;
}

/** What the mappings make of one person; nothing is sent for it. */
export interface MappingPreview {
  readonly username: { readonly value: string | null; readonly error: string | null };
  readonly rows: readonly PreviewedRow[];
  /** As the server would be sent them; rows with an error are missing. */
  readonly attributes: JsonObject;
}

/** One call of Test API Credentials, with its result. */
export interface TestStep {
  readonly title: string;
  readonly ok: boolean;
  readonly exchangeSeq: number | null;
  /** What really happened. */
  readonly detail: string;
}

export interface TestResult {
  readonly at: number;
  readonly ok: boolean;
  /** The text Okta would show (okta.md 1.3). */
  readonly oktaText: string;
  readonly steps: readonly TestStep[];
}

/** Okta's user statuses that the simulator uses (okta.md 3.6). */
export type PersonStatus = 'STAGED' | 'ACTIVE' | 'SUSPENDED' | 'DEPROVISIONED';

/** Okta profile, variable names of okta.md 3.9 / 4.1: login, email, firstName, lastName, title, department … */
export type PersonProfile = Readonly<Record<string, string>>;

export interface PersonRecord {
  readonly id: string;
  readonly status: PersonStatus;
  readonly profile: PersonProfile;
  readonly name: string;
  readonly groupCount: number;
  readonly updatedAt: number;
}

export interface OktaGroupRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly memberCount: number;
}

/** App user status as Okta's API names it (okta.md 3.6): STAGED has no link, PROVISIONED has one. */
export type AssignmentStatus = 'STAGED' | 'PROVISIONED' | 'DEPROVISIONED' | 'ERROR';

export interface AssignmentRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly personId: string;
  readonly personName: string;
  readonly login: string;
  readonly scope: 'USER' | 'GROUP';
  readonly groupName: string | null;
  readonly status: AssignmentStatus;
  /** Okta's link: the server's id of the user. null: none, so no deactivation will be sent. */
  readonly externalId: string | null;
  readonly error: string | null;
  readonly lastSyncAt: number | null;
}

export type PushStatus = 'ACTIVE' | 'INACTIVE' | 'ERROR';

/** A person and why they are, or are not, in the application's group. */
export interface PersonReason {
  readonly name: string;
  readonly reason: string;
}

export interface PushMappingRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly appGroupId: string | null;
  readonly appGroupName: string;
  readonly status: PushStatus;
  readonly error: string | null;
  /** When the error came; null where there is none. */
  readonly failedAt: number | null;
  readonly lastPushAt: number | null;
  /** The push rule that made it; null: found by name, or linked. */
  readonly ruleId: string | null;
  /** The same group assigns the application to its members, which Okta does not support (okta.md 3.7, documented). */
  readonly alsoAssigned: boolean;
  /** Members that were pushed, and all members of the Okta group: only provisioned people are pushed (okta.md 1.8). */
  readonly pushedMembers: number;
  readonly totalMembers: number;
  /** Members of the Okta group who are not in the application's group, with the reason. At most 20 are named. */
  readonly leftOut: readonly PersonReason[];
  readonly leftOutCount: number;
  /** People the application's group still lists though Okta would not push them (okta.md 1.6). At most 20 are named. */
  readonly lingering: readonly PersonReason[];
  readonly lingeringCount: number;
}

/** `starts` is what Okta's form was seen with; the others are inferred (okta.md 3.7). */
export type PushRuleOperator = 'starts' | 'ends' | 'contains';

export interface PushRuleCondition {
  readonly operator: PushRuleOperator;
  readonly value: string;
}

/** What is given must hold, both where both are. */
export interface PushRuleConditions {
  readonly name: PushRuleCondition | null;
  readonly description: PushRuleCondition | null;
}

/** Okta pushes at most so many groups per rule (okta.md 3.7, documented). */
export const mostGroupsPerRule = 100;

export interface PushRuleRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly conditions: PushRuleConditions;
  readonly status: 'ACTIVE' | 'INACTIVE';
  /** Pushed groups that the rule made, whether they still match or not, and how many of them are in error. */
  readonly groups: number;
  readonly errors: number;
}

/** What a rule would push. */
export interface PushRulePreview {
  readonly total: number;
  /** Why Okta refuses the rule; null where it does not. */
  readonly refused: string | null;
  /** At most 100. */
  readonly groups: readonly (OktaGroupRecord & {
    /** It is pushed to this application already; the rule leaves it as it is. */
    readonly pushed: boolean;
    readonly alsoAssigned: boolean;
  })[];
}

/** A group of the application as the simulated org knows it (Import Groups or Refresh App Groups). */
export interface AppGroupRecord {
  readonly externalId: string;
  readonly name: string;
  readonly memberCount: number;
}

export type MatchKind = 'EXACT' | 'PARTIAL' | 'NONE' | 'AMBIGUOUS';
export type Decision = 'EXISTING' | 'NEW' | 'IGNORE' | 'UNDECIDED';

/** One row of the review list (okta.md 3.5). */
export interface ImportRow {
  readonly id: string;
  readonly externalId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly name: string;
  readonly match: MatchKind;
  readonly decision: Decision;
  /** Person proposed or chosen for EXISTING. */
  readonly personId: string | null;
  readonly personName: string | null;
  /** Why it is partial or ambiguous: "email differs". */
  readonly reason: string | null;
  /** Candidates for an ambiguous row, at most 20. */
  readonly candidates: readonly { readonly id: string; readonly name: string; readonly login: string }[];
  readonly selected: boolean;
  /** "This choice creates a conflict.", with the reason. */
  readonly conflict: string | null;
}

export interface ImportCounts {
  readonly all: number;
  readonly exact: number;
  readonly partial: number;
  readonly none: number;
  readonly ambiguous: number;
  readonly ignored: number;
  readonly selected: number;
}

/** The summary of one import in Okta's shape (okta.md 3.5). */
export interface ImportSummary {
  readonly at: number;
  readonly usersScanned: number;
  readonly newUsers: number;
  readonly usersUpdated: number;
  readonly usersUnchanged: number;
  readonly usersRemoved: number;
  readonly groupsScanned: number;
  readonly newGroups: number;
  readonly groupsUpdated: number;
  readonly groupsUnchanged: number;
  readonly groupsRemoved: number;
  readonly autoConfirmed: number;
  readonly pages: number;
  readonly durationMs: number;
  /** null where it went through; else what stopped it. */
  readonly error: string | null;
  /** What the server did that Okta would stumble over, e.g. "page 2 repeats page 1". */
  readonly warnings: readonly string[];
}

/** An entry of the simulated System Log; event types are Okta's (okta-events.txt). */
export interface LogEntry {
  readonly seq: number;
  readonly at: number;
  readonly eventType: string;
  readonly result: 'SUCCESS' | 'FAILURE';
  /** Okta's words, e.g. "Automatic provisioning of user …". */
  readonly message: string;
  readonly target: string | null;
  readonly connectionId: string | null;
  readonly operationId: string | null;
}

/** What one action of the simulator did, person by person. */
export interface OperationOutcome {
  readonly operationId: string;
  readonly done: number;
  readonly failed: number;
  /** At most 50. */
  readonly failures: readonly { readonly name: string; readonly oktaText: string; readonly detail: string }[];
  /** Plain sentences about what was not sent and why ("No deactivation was sent: Okta has no link."). */
  readonly notes: readonly string[];
}
