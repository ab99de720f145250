import type { MigrationStep } from './step.ts';

/** Extension schemas that an admin defined. `urn_key` is the URN in lower case; `attributes` is JSON. */
export const schemasStep: MigrationStep = {
  version: 5,
  name: 'schemas',
  sql: `
create table schemas (
  urn_key text primary key,
  urn text not null,
  resource_type text not null check (resource_type in ('User', 'Group')),
  name text not null,
  description text not null,
  attributes text not null,
  changed_at integer not null
) strict, without rowid;
`,
};
