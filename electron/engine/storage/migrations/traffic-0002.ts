import type { MigrationStep } from './step.ts';

/**
 * How much the log holds, as one row that moves with it: the index that was summed up instead was in the order of
 * sizes, which is none, and cost more than any other part of a row. `origin` takes the place of `url`, which repeats
 * the target; rows that are there keep theirs.
 */
export const trafficTotalsStep: MigrationStep = {
  version: 2,
  name: 'traffic-totals',
  sql: `
drop index exchanges_size;
alter table exchanges add column origin text;
create table exchange_totals (
  id integer primary key check (id = 1),
  count integer not null,
  bytes integer not null
) strict;
insert into exchange_totals select 1, count(*), coalesce(sum(stored_bytes), 0) from exchanges;
`,
};
