/** Users and groups in one list, for searches that name no type (RFC 7644 §3.4.3). */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { ReadDb } from '../storage/database.ts';
import { groupsWhere, usersWhere } from '../storage/directory-query.ts';
import { countGroupsWhere, groupBySeq } from '../storage/group-rows.ts';
import { type MixedSort, mixedPage } from '../storage/mixed-rows.ts';
import { countUsersWhere } from '../storage/user-rows.ts';
import { assertAffordable } from './filter-cost.ts';
import { type GroupDocument, groupDocumentOf } from './group-reads.ts';
import type { DirectoryMemory } from './memory.ts';
import { type UserDocument, userDocumentsBySeq } from './user-reads.ts';

export type { MixedSort };

export interface MixedQuery {
  /** One filter, read for each type. */
  readonly conditions: { readonly User: Condition; readonly Group: Condition } | undefined;
  /** 0-based. */
  readonly offset: number;
  readonly limit: number;
  readonly sort: MixedSort;
  readonly descending: boolean;
}

export type MixedDocument =
  | { readonly type: 'User'; readonly seq: number; readonly user: UserDocument }
  | { readonly type: 'Group'; readonly seq: number; readonly group: GroupDocument };

export function mixedDocuments(
  db: ReadDb,
  memory: DirectoryMemory,
  { conditions, ...page }: MixedQuery,
): { total: number; rows: MixedDocument[] } {
  assertAffordable(conditions?.User, memory.users());
  assertAffordable(conditions?.Group, memory.groups(), memory.users() + memory.groups());
  const users = usersWhere({ condition: conditions?.User });
  const groups = groupsWhere({ condition: conditions?.Group });
  const total =
    (users === undefined ? memory.users() : countUsersWhere(db, users)) +
    (groups === undefined ? memory.groups() : countGroupsWhere(db, groups));
  if (page.limit === 0 || page.offset >= total) return { total, rows: [] };
  const found = mixedPage(db, { users, groups }, page);
  const seqs = found.filter((row) => row.type === 0).map((row) => row.seq);
  const bySeq = new Map(userDocumentsBySeq(db, memory, seqs).map((user) => [user.seq, user]));
  const rows = found.flatMap(({ type, seq }): MixedDocument[] => {
    const user = type === 0 ? bySeq.get(seq) : undefined;
    if (user !== undefined) return [{ type: 'User', seq, user }];
    const group = type === 1 ? groupBySeq(db, seq) : undefined;
    return group === undefined ? [] : [{ type: 'Group', seq, group: groupDocumentOf(group) }];
  });
  return { total, rows };
}
