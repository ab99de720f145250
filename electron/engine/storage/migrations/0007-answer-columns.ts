/**
 * What an answer says of a user beside its attributes moves next to them: a look-up then reads one entry of an index
 * and one row, where it had to read a row of `users` as well. The small columns stand first, so that they are read
 * without a long document's overflow pages. 100,000 users take about a second, once.
 */
import type { MigrationStep } from './step.ts';

export const answerColumnsStep: MigrationStep = {
  version: 7,
  name: 'answer-columns',
  sql: `
create table user_documents_new (
  seq integer primary key references users (seq) on delete cascade,
  id text not null,
  name text not null,
  active integer not null,
  created integer not null,
  last_modified integer not null,
  version integer not null,
  hash text not null,
  schemas text not null,
  attributes text not null,
  folded text
) strict;
insert into user_documents_new
  select u.seq, u.id, u.name, u.active, u.created, u.last_modified, u.version, u.hash, d.schemas, d.attributes, d.folded
  from users u cross join user_documents d on d.seq = u.seq order by u.seq;
drop table user_documents;
alter table user_documents_new rename to user_documents;
`,
};
