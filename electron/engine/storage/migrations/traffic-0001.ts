import type { MigrationStep } from './step.ts';

/** The traffic log lives in a file of its own, so that a large or damaged log never touches the directory. */
export const trafficStep: MigrationStep = {
  version: 1,
  name: 'traffic',
  sql: `
create table exchanges (
  seq integer primary key,
  at integer not null,
  direction text not null,
  method text not null,
  target text not null,
  url text not null,
  label text not null,
  status integer not null,
  duration_ms real not null,
  request_bytes integer not null,
  response_bytes integer not null,
  actor text,
  actor_id text,
  resource_id text,
  operation_id text,
  operation text,
  note_count integer not null,
  notes text not null,
  request_headers text not null,
  response_headers text not null,
  request_body text,
  response_body text,
  request_cut integer not null,
  response_cut integer not null,
  remote_address text,
  error text,
  stored_bytes integer not null
) strict;
create index exchanges_operation on exchanges (operation_id) where operation_id is not null;
create index exchanges_resource on exchanges (resource_id) where resource_id is not null;
create index exchanges_size on exchanges (stored_bytes);
create index exchanges_at on exchanges (at, status);
`,
};
