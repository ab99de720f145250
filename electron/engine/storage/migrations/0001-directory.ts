/**
 * Users, groups, memberships and the journal of changes. `users` holds what grids, filters and sorting need, narrow;
 * the attributes are JSON text beside it, stored as it will be sent. `*_key` columns are folded in JavaScript
 * (`base/fold.ts`). No triggers here: the runner splits at line ends, and rules live in `directory/`.
 */
import type { MigrationStep } from './step.ts';

export const directoryStep: MigrationStep = {
  version: 1,
  name: 'directory',
  sql: `
create table users (
  seq integer primary key autoincrement,
  id text not null unique,
  user_name text not null,
  user_name_key text not null unique,
  external_id text,
  name text not null,
  name_key text not null,
  display_name text,
  display_key text,
  given_key text,
  family_key text,
  email text,
  email_key text,
  title text,
  title_key text,
  department text,
  department_key text,
  active integer not null check (active in (0, 1)),
  created integer not null,
  last_modified integer not null,
  version integer not null,
  last_writer text,
  search_key text not null
) strict;
create index users_order on users (seq, active);
create index users_active on users (active, seq);
create index users_name on users (name_key, seq);
create index users_email on users (email_key, seq);
create index users_modified on users (last_modified, seq);
create index users_external on users (external_id);

create table user_documents (
  seq integer primary key references users (seq) on delete cascade,
  schemas text not null,
  attributes text not null,
  folded text
) strict;

create table user_values (
  user_seq integer not null references users (seq) on delete cascade,
  path text not null,
  element integer not null,
  value_key text,
  type_key text,
  is_primary integer,
  primary key (user_seq, path, element)
) strict, without rowid;
create index user_values_value on user_values (path, value_key, user_seq);

create table groups (
  seq integer primary key autoincrement,
  id text not null unique,
  display_name text not null,
  display_key text not null,
  external_id text,
  created integer not null,
  last_modified integer not null,
  version integer not null,
  member_count integer not null,
  last_writer text,
  schemas text not null,
  attributes text not null,
  folded text
) strict;
create index groups_name on groups (display_key, seq);
create index groups_external on groups (external_id);
create index groups_modified on groups (last_modified, seq);

create table members (
  group_seq integer not null references groups (seq) on delete cascade,
  member_type integer not null check (member_type in (0, 1)),
  member_seq integer not null,
  primary key (group_seq, member_type, member_seq)
) strict, without rowid;
create index members_member on members (member_type, member_seq, group_seq);

create table changes (
  seq integer primary key autoincrement,
  unit integer not null,
  at integer not null,
  source text not null,
  who text not null,
  verb text not null,
  resource_type text not null,
  resource_id text not null,
  name text not null,
  detail text not null,
  before text,
  undone integer not null default 0
) strict;
create index changes_resource on changes (resource_id, unit);
create index changes_unit on changes (unit);
`,
};
