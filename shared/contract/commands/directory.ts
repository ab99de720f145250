import { z } from 'zod';
import type {
  ChangeRecord,
  GroupRecord,
  GroupRow,
  MemberRef,
  Page,
  UserRecord,
  UserRow,
} from '../../domain/directory.ts';
import type { JsonObject } from '../../domain/json.ts';
import { answer, command } from '../command.ts';

const id = z.string().min(1).max(200);
const ids = z.array(id).min(1).max(10_000);
const attributes = z.custom<JsonObject>(
  (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
  'must be a JSON object',
);

export const pageInput = {
  /** 0-based. */
  offset: z.int().min(0).max(10_000_000).default(0),
  limit: z.int().min(0).max(500).default(100),
};

const userQuery = {
  /** Free text over name, userName, e-mail, externalId and id. */
  text: z.string().max(1024).optional(),
  /** A SCIM filter (RFC 7644 §3.4.2.2); combined with the rest by `and`. */
  filter: z.string().max(4096).optional(),
  view: z.enum(['all', 'active', 'inactive', 'changed-today']).default('all'),
  groupId: id.optional(),
};

export const directoryCommands = {
  'users.list': command(
    z.strictObject({
      ...userQuery,
      ...pageInput,
      sortBy: z.enum(['name', 'userName', 'email', 'active', 'lastModified', 'created']).default('name'),
      descending: z.boolean().default(false),
    }),
    answer<
      Page<UserRow> & {
        readonly all: number;
        readonly active: number;
        readonly inactive: number;
        readonly changedToday: number;
      }
    >(),
  ),
  'users.get': command(z.strictObject({ id }), answer<UserRecord>()),
  /** The user as the SCIM server would send it. */
  'users.scim': command(z.strictObject({ id }), answer<JsonObject>()),
  'users.create': command(
    z.strictObject({ attributes, active: z.boolean().default(true) }),
    answer<UserRecord>(),
  ),
  /**
   * Writes the attributes named and leaves the rest; null takes one away. `version` is the one the editor saw:
   * another one now is `stale`.
   */
  'users.update': command(
    z.strictObject({ id, version: z.int(), attributes, active: z.boolean().optional() }),
    answer<UserRecord>(),
  ),
  'users.setActive': command(
    z.strictObject({ ids, active: z.boolean() }),
    answer<{ readonly changed: number; readonly seq: number | null }>(),
  ),
  /** `seq` is the change to undo; one unit, all or nothing. */
  'users.delete': command(
    z.strictObject({ ids }),
    answer<{ readonly deleted: number; readonly seq: number | null }>(),
  ),
  'groups.list': command(
    z.strictObject({
      text: z.string().max(1024).optional(),
      filter: z.string().max(4096).optional(),
      ...pageInput,
      sortBy: z.enum(['displayName', 'memberCount', 'lastModified']).default('displayName'),
      descending: z.boolean().default(false),
    }),
    answer<Page<GroupRow> & { readonly all: number }>(),
  ),
  'groups.get': command(z.strictObject({ id }), answer<GroupRecord>()),
  'groups.scim': command(z.strictObject({ id }), answer<JsonObject>()),
  'groups.create': command(
    z.strictObject({
      displayName: z.string().trim().min(1).max(1024),
      externalId: z.string().max(1024).optional(),
    }),
    answer<GroupRecord>(),
  ),
  'groups.update': command(z.strictObject({ id, version: z.int(), attributes }), answer<GroupRecord>()),
  'groups.delete': command(
    z.strictObject({ ids }),
    answer<{ readonly deleted: number; readonly seq: number | null }>(),
  ),
  'groups.members': command(
    z.strictObject({ id, text: z.string().max(1024).optional(), ...pageInput }),
    answer<Page<MemberRef>>(),
  ),
  'groups.addMembers': command(
    z.strictObject({ id, memberIds: ids }),
    answer<{ readonly changed: number; readonly seq: number | null }>(),
  ),
  'groups.removeMembers': command(
    z.strictObject({ id, memberIds: ids }),
    answer<{ readonly changed: number; readonly seq: number | null }>(),
  ),
  'history.list': command(
    z.strictObject({ resourceId: id.optional(), ...pageInput }),
    answer<Page<ChangeRecord>>(),
  ),
  /** Takes back the unit that `seq` belongs to; `conflict` where something later touched the same resource. */
  'history.undo': command(z.strictObject({ seq: z.int() }), answer<{ readonly restored: number }>()),
} as const;
