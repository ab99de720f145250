import type { MigrationStep } from './step.ts';

/** Push by rule: the rules, which pushed group came from which, and when a push failed. */
export const pushRulesStep: MigrationStep = {
  version: 9,
  name: 'push-rules',
  sql: `
create table okta_push_rules (
  id text primary key,
  connection_id text not null references okta_connections (id) on delete cascade,
  name text not null,
  name_key text not null,
  conditions text not null,
  status text not null check (status in ('ACTIVE', 'INACTIVE')),
  created_at integer not null
) strict;

create unique index okta_push_rules_name on okta_push_rules (connection_id, name_key);

alter table okta_push_mappings add column rule_id text references okta_push_rules (id) on delete set null;
alter table okta_push_mappings add column failed_at integer;
create index okta_push_mappings_rule on okta_push_mappings (rule_id);
`,
};
