import type { MigrationStep } from './step.ts';

/**
 * Each index on what comes in no order costs a write a page of its own. Changes of a unit lie beside each other by
 * `seq` anyway; of the values of lists, only those that somebody is looked for by stay indexed. `in (...)` would make
 * SQLite build its list at every insert.
 */
export const fewerIndexPagesStep: MigrationStep = {
  version: 8,
  name: 'fewer-index-pages',
  sql: `
drop index changes_unit;
drop index user_values_value;
create index user_values_value on user_values (path, value_key, user_seq)
  where path = 'emails' or path = 'entitlements' or path = 'roles';
`,
};
