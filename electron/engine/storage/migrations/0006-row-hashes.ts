/**
 * A hash beside each user and group, and a print of each group's members. Rows that are there get theirs here and not
 * at their next write: most rows are never written again, and a deep check that passes over them would say little.
 * What was damaged before this step cannot be told from what was meant. 100,000 users take about a second, once.
 */
import type { ReadDb } from '../database.ts';
import { type HashedRow, memberPrint, memberPrintMask, rowHash } from '../row-hash.ts';
import type { MigrationStep } from './step.ts';

const together = 1000;

export const rowHashesStep: MigrationStep = {
  version: 6,
  name: 'row-hashes',
  sql: `
alter table users add column hash text not null default '';
alter table groups add column hash text not null default '';
alter table groups add column member_print integer not null default 0;
`,
  fill: (db) => {
    for (const batch of batches(db, usersText))
      for (const { seq, ...row } of batch)
        db.run('update users set hash = ? where seq = ?', rowHash({ ...row, active: row.active === 1 }), seq);
    for (const batch of batches(db, groupsText))
      for (const { seq, ...row } of batch)
        db.run('update groups set hash = ? where seq = ?', rowHash({ ...row, active: true }), seq);
    for (const [seq, print] of printsOf(db))
      db.run('update groups set member_print = ? where seq = ?', print, seq);
  },
};

type Found = Omit<HashedRow, 'active'> & { readonly seq: number; readonly active: number };

const usersText = `select u.seq, u.id, u.active, u.created, u.last_modified as lastModified, u.version,
  u.last_writer as lastWriter, d.schemas, d.attributes from users u join user_documents d on d.seq = u.seq
  where u.seq > ? order by u.seq limit ?`;
const groupsText = `select seq, id, 1 as active, created, last_modified as lastModified, version,
  last_writer as lastWriter, schemas, attributes from groups where seq > ? order by seq limit ?`;

function* batches(db: ReadDb, text: string): Generator<Found[]> {
  for (let after = 0; ; ) {
    const batch = db.all<Found>(text, after, together);
    yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < together) return;
    after = last.seq;
  }
}

function printsOf(db: ReadDb): Map<number, number> {
  const prints = new Map<number, number>();
  const members = db.each<{ groupSeq: number; type: 0 | 1; seq: number }>(
    'select group_seq as groupSeq, member_type as type, member_seq as seq from members',
  );
  for (const { groupSeq, type, seq } of members)
    prints.set(groupSeq, ((prints.get(groupSeq) ?? 0) + memberPrint(type, seq)) % (memberPrintMask + 1));
  return prints;
}
