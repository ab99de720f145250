import type { MigrationStep } from './step.ts';

/**
 * The simulated Okta org: what Okta believes, apart from what any server has. Columns that end in `_key` are folded
 * in JavaScript (SQLite folds ASCII only); plain columns are compared as they are, since Okta's matching is
 * case-sensitive (okta.md 3.4).
 */
export const simulatorStep: MigrationStep = {
  version: 3,
  name: '0003-simulator',
  sql: `
create table okta_connections (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('local', 'remote')),
  base_url text not null,
  auth_mode text not null check (auth_mode in ('bearer', 'header', 'basic')),
  username text,
  has_secret integer not null,
  environment text not null check (environment in ('local', 'test', 'production')),
  last_contact_at integer,
  last_result text check (last_result in ('ok', 'failed')),
  last_error text,
  created_at integer not null
) strict;

create unique index okta_connections_local on okta_connections (kind) where kind = 'local';

create table okta_apps (
  connection_id text primary key references okta_connections (id) on delete cascade,
  settings text not null,
  last_test text
) strict;

create table okta_people (
  id text primary key,
  status text not null check (status in ('STAGED', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONED')),
  profile text not null,
  name text not null,
  name_key text not null,
  login text not null,
  login_key text not null,
  email text not null,
  email_key text not null,
  first_name text not null,
  last_name text not null,
  search text not null,
  updated_at integer not null
) strict;

create unique index okta_people_login on okta_people (login_key);
create index okta_people_email_key on okta_people (email_key);
create index okta_people_names on okta_people (last_name, first_name);
create index okta_people_order on okta_people (name_key, id, search);
create index okta_people_status on okta_people (status);

create table okta_groups (
  id text primary key,
  name text not null,
  name_key text not null,
  description text,
  updated_at integer not null
) strict;

create unique index okta_groups_name on okta_groups (name_key);

create table okta_group_members (
  group_id text not null references okta_groups (id) on delete cascade,
  person_id text not null references okta_people (id) on delete cascade,
  primary key (group_id, person_id)
) strict, without rowid;

create index okta_group_members_person on okta_group_members (person_id, group_id);

create table okta_assignments (
  id text primary key,
  connection_id text not null references okta_connections (id) on delete cascade,
  person_id text not null references okta_people (id) on delete cascade,
  scope text not null check (scope in ('USER', 'GROUP')),
  group_id text references okta_groups (id) on delete set null,
  status text not null check (status in ('STAGED', 'PROVISIONED', 'DEPROVISIONED', 'ERROR')),
  pending text check (pending in ('provision', 'update', 'deprovision')),
  external_id text,
  error text,
  last_sync_at integer,
  import_digest text,
  seen_run text
) strict;

create unique index okta_assignments_person on okta_assignments (connection_id, person_id);
create index okta_assignments_link on okta_assignments (connection_id, external_id);
create index okta_assignments_status on okta_assignments (connection_id, status);
create index okta_assignments_by_person on okta_assignments (person_id);
create index okta_assignments_group on okta_assignments (group_id);

create table okta_group_assignments (
  connection_id text not null references okta_connections (id) on delete cascade,
  group_id text not null references okta_groups (id) on delete cascade,
  priority integer not null,
  primary key (connection_id, group_id)
) strict, without rowid;

create index okta_group_assignments_group on okta_group_assignments (group_id);

create table okta_push_mappings (
  id text primary key,
  connection_id text not null references okta_connections (id) on delete cascade,
  group_id text not null references okta_groups (id) on delete cascade,
  app_group_id text,
  app_group_name text not null,
  status text not null check (status in ('ACTIVE', 'INACTIVE', 'ERROR')),
  error text,
  last_push_at integer,
  push_memberships integer not null,
  created_at integer not null
) strict;

create unique index okta_push_mappings_group on okta_push_mappings (connection_id, group_id);
create index okta_push_mappings_by_group on okta_push_mappings (group_id);

create table okta_pushed_members (
  mapping_id text not null references okta_push_mappings (id) on delete cascade,
  external_id text not null,
  person_id text not null,
  primary key (mapping_id, external_id)
) strict, without rowid;

create table okta_app_groups (
  connection_id text not null references okta_connections (id) on delete cascade,
  external_id text not null,
  name text not null,
  member_count integer not null,
  digest text not null,
  seen_run text not null,
  primary key (connection_id, external_id)
) strict, without rowid;

create table okta_import_rows (
  id text primary key,
  connection_id text not null references okta_connections (id) on delete cascade,
  position integer not null,
  external_id text not null,
  user_name text not null,
  email text,
  name text not null,
  profile text not null,
  digest text not null,
  match text not null check (match in ('EXACT', 'PARTIAL', 'NONE', 'AMBIGUOUS')),
  decision text not null check (decision in ('EXISTING', 'NEW', 'IGNORE', 'UNDECIDED')),
  by_hand integer not null default 0,
  person_id text references okta_people (id) on delete set null,
  reason text,
  candidates text not null,
  selected integer not null default 0,
  conflict text,
  search text not null,
  seen_run text not null
) strict;

create unique index okta_import_rows_external on okta_import_rows (connection_id, external_id);
create index okta_import_rows_order on okta_import_rows (connection_id, position);
create index okta_import_rows_match on okta_import_rows (connection_id, match, decision, selected);
create index okta_import_rows_person on okta_import_rows (person_id);

create table okta_import_runs (
  id text primary key,
  connection_id text not null references okta_connections (id) on delete cascade,
  at integer not null,
  summary text not null
) strict;

create index okta_import_runs_latest on okta_import_runs (connection_id, at);

create table okta_log (
  seq integer primary key,
  at integer not null,
  event_type text not null,
  result text not null check (result in ('SUCCESS', 'FAILURE')),
  message text not null,
  target text,
  connection_id text,
  operation_id text
) strict;

create index okta_log_connection on okta_log (connection_id, seq);
`,
};
