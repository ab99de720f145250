import { z } from 'zod';
import type { Page } from '../../domain/directory.ts';
import type {
  AppGroupRecord,
  AppSettings,
  AssignmentRecord,
  ConnectionRecord,
  ImportCounts,
  ImportRow,
  ImportSummary,
  LogEntry,
  MappingPreview,
  OktaGroupRecord,
  OperationOutcome,
  PersonRecord,
  PushMappingRecord,
  PushRulePreview,
  PushRuleRecord,
  TestResult,
} from '../../domain/simulator.ts';
import { answer, command } from '../command.ts';
import { pageInput } from './directory.ts';

const id = z.string().min(1).max(200);
const ids = z.array(id).min(1).max(10_000);
const connectionId = id;
const profile = z.record(z.string().max(100), z.string().max(4096));

const mappingValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attribute'), name: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('constant'), text: z.string().min(1).max(1024) }),
  z.strictObject({ kind: z.literal('expression'), text: z.string().max(4096) }),
]);
const applyOn = z.enum(['create', 'always']);
const mappingRows = z
  .array(z.strictObject({ target: z.string().max(100), value: mappingValue, applyOn }))
  .max(200)
  .readonly();
const username = {
  appUsernameFormat: z.enum(['login', 'loginPrefix', 'email', 'emailPrefix', 'custom']).optional(),
  appUsernameExpression: z.string().max(4096).optional(),
};

const ruleCondition = z.strictObject({
  operator: z.enum(['starts', 'ends', 'contains']),
  value: z.string().min(1).max(255),
});
const ruleConditions = z.strictObject({
  name: ruleCondition.nullable().default(null),
  description: ruleCondition.nullable().default(null),
});

const connectionFields = {
  name: z.string().trim().min(1).max(80),
  baseUrl: z.string().trim().min(1).max(1024),
  authMode: z.enum(['bearer', 'header', 'basic']),
  username: z.string().max(256).nullable(),
  /** Left out: keep what is stored. A new origin needs it again (`secret-needed`). */
  secret: z.string().max(4096),
  environment: z.enum(['test', 'production']),
};

export const simulatorCommands = {
  'connections.list': command(z.strictObject({}), answer<readonly ConnectionRecord[]>()),
  'connections.create': command(
    z.strictObject({
      ...connectionFields,
      username: connectionFields.username.default(null),
      environment: connectionFields.environment.default('test'),
    }),
    answer<ConnectionRecord>(),
  ),
  'connections.update': command(
    z.strictObject({ id, ...z.object(connectionFields).partial().shape }),
    answer<ConnectionRecord>(),
  ),
  'connections.remove': command(z.strictObject({ id }), answer<Record<string, never>>()),

  'sim.app': command(z.strictObject({ connectionId }), answer<AppSettings>()),
  'sim.configure': command(
    z.strictObject({
      connectionId,
      dialect: z.enum(['catalog', 'wizard']).optional(),
      provisioningEnabled: z.boolean().optional(),
      importGroups: z.boolean().optional(),
      createUsers: z.boolean().optional(),
      updateUsers: z.boolean().optional(),
      deactivateUsers: z.boolean().optional(),
      matchRule: z.enum(['username', 'email']).optional(),
      usernameFormat: z.enum(['email', 'userName']).optional(),
      allowPartialMatch: z.boolean().optional(),
      autoConfirmExact: z.boolean().optional(),
      autoConfirmNew: z.boolean().optional(),
      autoActivateNew: z.boolean().optional(),
      renameAppGroups: z.boolean().optional(),
      ...username,
      appUsernameUpdate: applyOn.optional(),
      excludeUsernameUpdates: z.boolean().optional(),
      /** null: Okta's defaults. An expression that does not parse is refused at `mappings.<row>.value`. */
      mappings: mappingRows.nullable().optional(),
    }),
    answer<AppSettings>(),
  ),
  /** What the mappings make of a person; drafts may be given in place of what is saved. Nothing is sent. */
  'sim.previewMapping': command(
    z.strictObject({
      connectionId,
      personId: id,
      ...username,
      mappings: mappingRows.nullable().optional(),
      applyOn: applyOn.default('create'),
    }),
    answer<MappingPreview>(),
  ),
  'sim.test': command(z.strictObject({ connectionId }), answer<TestResult>()),

  'sim.people': command(
    z.strictObject({
      text: z.string().max(1024).optional(),
      status: z.enum(['STAGED', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONED']).optional(),
      groupId: id.optional(),
      ...pageInput,
    }),
    answer<Page<PersonRecord> & { readonly all: number }>(),
  ),
  'sim.createPerson': command(
    z.strictObject({ profile, activate: z.boolean().default(true) }),
    answer<PersonRecord>(),
  ),
  /** Changes the Okta profile; where Update User Attributes is on, every linked assignment is pushed. */
  'sim.updatePerson': command(
    z.strictObject({ id, profile }),
    answer<{ readonly person: PersonRecord; readonly outcome: OperationOutcome }>(),
  ),
  /** Deactivating unassigns first, which is what sends the deactivation (okta.md 1.6). Suspending sends nothing. */
  'sim.setPersonStatus': command(
    z.strictObject({ ids, status: z.enum(['ACTIVE', 'SUSPENDED', 'DEPROVISIONED']) }),
    answer<OperationOutcome>(),
  ),
  'sim.deletePeople': command(z.strictObject({ ids }), answer<{ readonly deleted: number }>()),
  /** Fills the simulated org: invented people, or copies of the local directory's list as given. */
  'sim.fill': command(
    z.strictObject({
      people: z.int().min(0).max(100_000),
      groups: z.int().min(0).max(1_000),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31)
        .default(1),
    }),
    answer<{
      readonly people: number;
      readonly groups: number;
      /** What push rules made of the new groups. */
      readonly outcome: OperationOutcome;
    }>(),
  ),

  'sim.groups': command(
    z.strictObject({ text: z.string().max(1024).optional(), ...pageInput }),
    answer<Page<OktaGroupRecord> & { readonly all: number }>(),
  ),
  'sim.createGroup': command(
    z.strictObject({
      name: z.string().trim().min(1).max(255),
      description: z.string().max(1024).nullable().default(null),
      memberIds: z.array(id).max(10_000).default([]),
    }),
    answer<{ readonly group: OktaGroupRecord; readonly outcome: OperationOutcome }>(),
  ),
  /** Renames the Okta group; pushed or not as Group Push Settings say (okta.md 1.8), and by the rules it now matches. */
  'sim.renameGroup': command(
    z.strictObject({ id, name: z.string().trim().min(1).max(255) }),
    answer<OperationOutcome>(),
  ),
  /** Membership changes reach every active push mapping of the group and every application it is assigned to. */
  'sim.changeMembers': command(
    z.strictObject({
      groupId: id,
      add: z.array(id).max(10_000).default([]),
      remove: z.array(id).max(10_000).default([]),
    }),
    answer<OperationOutcome>(),
  ),
  'sim.deleteGroup': command(z.strictObject({ id }), answer<OperationOutcome>()),

  'sim.assignments': command(
    z.strictObject({
      connectionId,
      text: z.string().max(1024).optional(),
      status: z.enum(['STAGED', 'PROVISIONED', 'DEPROVISIONED', 'ERROR']).optional(),
      ...pageInput,
    }),
    answer<Page<AssignmentRecord> & { readonly all: number; readonly errors: number }>(),
  ),
  'sim.assignedGroups': command(z.strictObject({ connectionId }), answer<readonly OktaGroupRecord[]>()),
  'sim.assign': command(
    z.strictObject({
      connectionId,
      personIds: z.array(id).max(10_000).default([]),
      groupIds: z.array(id).max(1_000).default([]),
    }),
    answer<OperationOutcome>(),
  ),
  'sim.unassign': command(
    z.strictObject({
      connectionId,
      assignmentIds: z.array(id).max(10_000).default([]),
      groupIds: z.array(id).max(1_000).default([]),
    }),
    answer<OperationOutcome>(),
  ),
  /** Provision User and Retry Selected: filter, then POST or link, for each (okta.md 3.3). */
  'sim.provision': command(z.strictObject({ connectionId, assignmentIds: ids }), answer<OperationOutcome>()),
  /** Force Sync: re-pushes people who are already provisioned, and only those (okta.md 3.3). */
  'sim.forceSync': command(z.strictObject({ connectionId }), answer<OperationOutcome>()),

  'sim.pushMappings': command(z.strictObject({ connectionId }), answer<readonly PushMappingRecord[]>()),
  'sim.pushGroups': command(
    z.strictObject({
      connectionId,
      groupIds: z.array(id).min(1).max(100),
      /** Link to this group of the application; only with one group. Left out: create, or link by name (okta.md 1.8). */
      linkTo: id.optional(),
      pushMemberships: z.boolean().default(true),
    }),
    answer<OperationOutcome>(),
  ),
  'sim.pushNow': command(z.strictObject({ mappingIds: ids }), answer<OperationOutcome>()),
  'sim.setPushActive': command(
    z.strictObject({ mappingIds: ids, active: z.boolean() }),
    answer<OperationOutcome>(),
  ),
  'sim.unlinkPush': command(
    z.strictObject({ mappingIds: ids, deleteInApp: z.boolean() }),
    answer<OperationOutcome>(),
  ),
  'sim.pushRules': command(z.strictObject({ connectionId }), answer<readonly PushRuleRecord[]>()),
  'sim.previewPushRule': command(
    z.strictObject({ connectionId, conditions: ruleConditions }),
    answer<PushRulePreview>(),
  ),
  /** Create Rule: pushes the groups that match, and later those that are created or renamed to match. */
  'sim.createPushRule': command(
    z.strictObject({ connectionId, name: z.string().trim().min(1).max(100), conditions: ruleConditions }),
    answer<OperationOutcome>(),
  ),
  /** Deactivate Rule leaves the groups it pushed as they are; Activate Rule pushes those that match now. */
  'sim.setPushRuleActive': command(
    z.strictObject({ ruleId: id, active: z.boolean() }),
    answer<OperationOutcome>(),
  ),
  /** Delete Rule unlinks its groups: deletes them in the application, or leaves them there. */
  'sim.deletePushRule': command(
    z.strictObject({ ruleId: id, deleteInApp: z.boolean() }),
    answer<OperationOutcome>(),
  ),
  'sim.appGroups': command(z.strictObject({ connectionId }), answer<readonly AppGroupRecord[]>()),
  /** Refresh App Groups: pages through GET /Groups. */
  'sim.refreshAppGroups': command(z.strictObject({ connectionId }), answer<OperationOutcome>()),

  /** Starts Import Now and returns at once; progress comes as `job` events, the summary by `sim.importState`. */
  'sim.import': command(z.strictObject({ connectionId }), answer<{ readonly jobId: string }>()),
  'sim.cancelImport': command(z.strictObject({ connectionId }), answer<Record<string, never>>()),
  'sim.importState': command(
    z.strictObject({ connectionId }),
    answer<{
      readonly running: boolean;
      readonly counts: ImportCounts;
      readonly last: ImportSummary | null;
    }>(),
  ),
  'sim.importRows': command(
    z.strictObject({
      connectionId,
      match: z.enum(['EXACT', 'PARTIAL', 'NONE', 'AMBIGUOUS', 'IGNORED']).optional(),
      text: z.string().max(1024).optional(),
      ...pageInput,
    }),
    answer<Page<ImportRow>>(),
  ),
  /** `rowIds` or `match` say which rows; what is left out stays as it is. */
  'sim.decide': command(
    z.strictObject({
      connectionId,
      rowIds: z.array(id).max(10_000).optional(),
      match: z.enum(['EXACT', 'PARTIAL', 'NONE', 'AMBIGUOUS', 'IGNORED']).optional(),
      decision: z.enum(['EXISTING', 'NEW', 'IGNORE', 'UNDECIDED']).optional(),
      personId: id.optional(),
      selected: z.boolean().optional(),
    }),
    answer<ImportCounts>(),
  ),
  /** Confirm Assignments: the selected rows with a decision. */
  'sim.confirm': command(
    z.strictObject({ connectionId, autoActivate: z.boolean().default(true) }),
    answer<{
      readonly created: number;
      readonly assigned: number;
      readonly ignored: number;
      readonly conflicts: number;
    }>(),
  ),
  /** Clear Unconfirmed Users: all of the queue, or the rows named. */
  'sim.clearQueue': command(
    z.strictObject({ connectionId, rowIds: z.array(id).max(10_000).optional() }),
    answer<{ readonly removed: number }>(),
  ),
  'sim.log': command(
    z.strictObject({ connectionId: id.optional(), text: z.string().max(1024).optional(), ...pageInput }),
    answer<Page<LogEntry>>(),
  ),
} as const;
