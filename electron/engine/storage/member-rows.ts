/**
 * Rows of `members`: who is in which group. A membership change costs what it moves, never the size of the group.
 * `member_type` is 0 for a user and 1 for a group.
 */
import type { ReadDb, WriteDb } from './database.ts';
import { asInteger, join, likeAnywhere, type Sql, sql } from './sql.ts';

export type MemberKind = 0 | 1;

export interface MemberKey {
  readonly type: MemberKind;
  readonly seq: number;
}

/** Members by kind, as the journal keeps them. */
export interface MemberSeqs {
  readonly users: readonly number[];
  readonly groups: readonly number[];
}

/** true where it was not there before. */
export function insertMember(db: WriteDb, groupSeq: number, member: MemberKey): boolean {
  return (
    db.run(
      'insert or ignore into members (group_seq, member_type, member_seq) values (?, ?, ?)',
      groupSeq,
      member.type,
      member.seq,
    ).changes > 0
  );
}

/** true where it was there. */
export function deleteMember(db: WriteDb, groupSeq: number, member: MemberKey): boolean {
  return (
    db.run(
      'delete from members where group_seq = ? and member_type = ? and member_seq = ?',
      groupSeq,
      member.type,
      member.seq,
    ).changes > 0
  );
}

export function deleteAllMembers(db: WriteDb, groupSeq: number): void {
  db.run('delete from members where group_seq = ?', groupSeq);
}

export function deleteMemberships(db: WriteDb, member: MemberKey): void {
  db.run('delete from members where member_type = ? and member_seq = ?', member.type, member.seq);
}

export function memberSeqs(db: ReadDb, groupSeq: number): MemberSeqs {
  const of = (type: MemberKind) =>
    db
      .all<{ seq: number }>(
        `select member_seq as seq from members where group_seq = ${asInteger} and member_type = ${asInteger} order by member_seq`,
        groupSeq,
        type,
      )
      .map((r) => r.seq);
  return { users: of(0), groups: of(1) };
}

/** Groups that hold this member directly. */
export function groupSeqsOf(db: ReadDb, member: MemberKey): number[] {
  return db
    .all<{ seq: number }>(
      `select group_seq as seq from members where member_type = ${asInteger} and member_seq = ${asInteger} order by group_seq`,
      member.type,
      member.seq,
    )
    .map((row) => row.seq);
}

/** The member with this id, user or group. */
export function memberKeyById(db: ReadDb, id: string): MemberKey | undefined {
  const user = db.one<{ seq: number }>('select seq from users where id = ?', id);
  if (user !== undefined) return { type: 0, seq: user.seq };
  const group = db.one<{ seq: number }>('select seq from groups where id = ?', id);
  return group === undefined ? undefined : { type: 1, seq: group.seq };
}

export function memberExists(db: ReadDb, member: MemberKey): boolean {
  const table = member.type === 0 ? 'users' : 'groups';
  return db.one(`select 1 from ${table} where seq = ?`, member.seq) !== undefined;
}

/** Whether the group `seq` is `inside`, or holds it through nested groups. */
export function groupReaches(db: ReadDb, seq: number, inside: number): boolean {
  return (
    db.one(
      `with recursive down(seq) as (
        select ${asInteger} union
        select m.member_seq from members m join down d on m.group_seq = d.seq where m.member_type = 1
      ) select 1 from down where seq = ${asInteger}`,
      seq,
      inside,
    ) !== undefined
  );
}

/** Where the base URL goes in `directGroupsText`: no JSON text holds this character. */
export const basePlace = '\u0001';

/**
 * SQL for the direct groups of the user with this `seq`, as the inside of the JSON array that goes out (RFC 7643 §4.1.2)
 * with `basePlace` in it; null where there are none. SQLite joins the text: no object is made for a group.
 */
export function directGroupsText(seq: string): string {
  return `(select group_concat(m.text) from (
    select '{"value":"' || g.id || '","$ref":"' || char(1) || '/Groups/' || g.id || '","display":'
      || json_quote(g.display_name) || ',"type":"direct"}' as text
    from members m cross join groups g on g.seq = m.group_seq
    where m.member_type = 0 and m.member_seq = ${seq} order by m.group_seq) m)`;
}

export function anyNesting(db: ReadDb): boolean {
  return db.one('select 1 from members where member_type = 1 limit 1') !== undefined;
}

export interface StoredGroupRef {
  readonly userSeq: number;
  readonly id: string;
  readonly displayName: string;
  readonly direct: 0 | 1;
}

/**
 * The groups of some users where groups nest (`anyNesting`), direct ones first. `cross join` keeps the order: without it
 * SQLite would walk whole groups.
 */
export function nestedGroupRefs(db: ReadDb, userSeqs: readonly number[]): StoredGroupRef[] {
  return db.all<StoredGroupRef>(
    `with recursive up(user_seq, group_seq, direct) as (
      select m.member_seq, m.group_seq, 1 from json_each(?) j
        cross join members m on m.member_type = 0 and m.member_seq = j.value
      union
      select up.user_seq, m.group_seq, 0 from up cross join members m on m.member_type = 1 and m.member_seq = up.group_seq
    )
    select up.user_seq as userSeq, g.id, g.display_name as displayName, max(up.direct) as direct
      from up cross join groups g on g.seq = up.group_seq group by up.user_seq, g.seq
      order by up.user_seq, max(up.direct) desc, g.seq`,
    JSON.stringify(userSeqs),
  );
}

/**
 * The members of a group as pieces of JSON text, `{value,$ref,display,type}` with commas between (RFC 7643 §4.2), each
 * of at most `size` members: SQLite joins the text, so a group of 100,000 costs no objects here, and the pieces let
 * others have their turn. Users first. `base` is the base URL without a slash at its end.
 */
export function* memberTexts(
  db: ReadDb,
  groupSeq: number,
  base: string,
  size: number,
): Generator<string, void, undefined> {
  for (const [text, place] of [
    [userMembersText, `${base}/Users/`],
    [groupMembersText, `${base}/Groups/`],
  ] as const) {
    let after = 0;
    for (;;) {
      const piece = db.one<MemberPiece>(text, place, groupSeq, after, size);
      if (piece === undefined || piece.text === null) break;
      yield piece.text;
      if (piece.n < size) break;
      after = piece.last;
    }
  }
}

interface MemberPiece {
  readonly text: string | null;
  readonly last: number;
  readonly n: number;
}

function piecesText(type: MemberKind, kind: 'User' | 'Group', table: string, name: string): string {
  return `select group_concat(p.text) as text, max(p.seq) as last, count(*) as n from (
    select m.member_seq as seq, '{"type":"${kind}","value":"' || x.id || '","$ref":' || json_quote(? || x.id)
      || ',"display":' || json_quote(x.${name}) || '}' as text
      from members m cross join ${table} x on x.seq = m.member_seq
      where m.group_seq = ${asInteger} and m.member_type = ${type} and m.member_seq > ${asInteger}
      order by m.member_seq limit ${asInteger}) p`;
}

const userMembersText = piecesText(0, 'User', 'users', 'name');
const groupMembersText = piecesText(1, 'Group', 'groups', 'display_name');

export interface StoredMemberRef {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly name: string;
  readonly userName: string | null;
  readonly active: 0 | 1;
}

const memberSource = `from members m left join users u on m.member_type = 0 and u.seq = m.member_seq
  left join groups g on m.member_type = 1 and g.seq = m.member_seq`;

/** One page of a group's members in order of joining the directory; `text` is folded and may be empty. */
export function memberPage(
  db: ReadDb,
  groupSeq: number,
  text: string,
  page: { offset: number; limit: number },
): { total: number; rows: StoredMemberRef[] } {
  const parts = [sql`m.group_seq = ${groupSeq}`];
  if (text !== '') {
    const pattern = likeAnywhere(text);
    parts.push(sql`(u.search_key like ${pattern} escape '\\' or g.display_key like ${pattern} escape '\\')`);
  }
  const where = join(parts, ' and ');
  const source: Sql = { text: memberSource, values: [] };
  const total =
    text === ''
      ? db.one<{ n: number }>('select member_count as n from groups where seq = ?', groupSeq)?.n
      : db.queryOne<{ n: number }>(sql`select count(*) as n ${source} where ${where}`)?.n;
  const rows = db.query<StoredMemberRef>(
    sql`select coalesce(u.id, g.id) as id, iif(m.member_type = 0, 'User', 'Group') as type,
      coalesce(u.name, g.display_name) as name, u.user_name as userName, coalesce(u.active, 1) as active
      ${source} where ${where} order by m.member_type, m.member_seq limit ${page.limit} offset ${page.offset}`,
  );
  return { total: total ?? 0, rows };
}
