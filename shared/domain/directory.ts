/**
 * The local directory's records. A *record* is ours and saved; a *draft* is not yet accepted.
 * Attributes keep the SCIM shape of RFC 7643 (core User and Group, extension URNs as keys), without
 * `id`, `meta`, `groups` and `members`, which the directory derives.
 */
import type { JsonObject } from './json.ts';

/** Attributes in SCIM shape (RFC 7643 §4.1, §4.2, §4.3), e.g. `{ userName, name: { givenName }, emails: [...] }`. */
export type Attributes = JsonObject;

export interface GroupRef {
  readonly id: string;
  readonly displayName: string;
  /** `indirect` where the membership comes through a nested group (RFC 7643 §4.1.2). */
  readonly type: 'direct' | 'indirect';
}

export interface UserRecord {
  readonly id: string;
  /** Counts up by one with every committed change; the ETag is made of it. */
  readonly version: number;
  /** Milliseconds since 1970, UTC. */
  readonly created: number;
  readonly lastModified: number;
  readonly userName: string;
  readonly displayName: string | null;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly attributes: Attributes;
  readonly groups: readonly GroupRef[];
}

/** One line of the Users grid. `name` is what to show: displayName, else given and family name, else userName. */
export interface UserRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly userName: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly groupCount: number;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly department: string | null;
  readonly created: number;
  readonly lastModified: number;
  /** Who wrote last, in words: "You", "Okta, token OIN push", "Import". */
  readonly lastWriter: string | null;
}

export interface MemberRef {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly name: string;
  /** userName of a user, null for a group. */
  readonly userName: string | null;
  readonly active: boolean;
}

export interface GroupRecord {
  readonly id: string;
  readonly version: number;
  readonly created: number;
  readonly lastModified: number;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly attributes: Attributes;
  readonly memberCount: number;
}

export interface GroupRow {
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly memberCount: number;
  readonly created: number;
  readonly lastModified: number;
  readonly lastWriter: string | null;
}

/** Who made a change. Every write carries one. */
export type ChangeSource =
  | { readonly kind: 'admin' }
  | { readonly kind: 'cli' }
  | { readonly kind: 'import'; readonly run: string }
  | { readonly kind: 'seed' }
  | { readonly kind: 'undo'; readonly of: number }
  | {
      readonly kind: 'token';
      readonly tokenId: string;
      readonly tokenName: string;
      readonly userAgent: string | null;
    };

export type ChangeVerb =
  | 'create'
  | 'update'
  | 'deactivate'
  | 'reactivate'
  | 'delete'
  | 'add-members'
  | 'remove-members'
  | 'set-members';

/** A committed write, as History and the timelines show it. */
export interface ChangeRecord {
  /** 1-based, in order of commit. */
  readonly seq: number;
  readonly at: number;
  readonly verb: ChangeVerb;
  readonly resourceType: 'User' | 'Group';
  readonly resourceId: string;
  /** Name of the user or group when it was written. */
  readonly name: string;
  /** "You", "Okta, token OIN push", "Import people.csv". */
  readonly who: string;
  /** What changed, in words: "title, department" or "2 members". */
  readonly detail: string;
  /** A delete or an update may be undone while nothing later touched the resource. */
  readonly undoable: boolean;
  readonly undone: boolean;
}

export interface Page<Row> {
  /** Rows that match, over all pages. */
  readonly total: number;
  /** 0-based index of `rows[0]`. */
  readonly offset: number;
  readonly rows: readonly Row[];
}
