import type { MigrationStep } from './step.ts';

/**
 * Rotation and Basic for inbound tokens; slots that wrap the data key of outbound secrets. A user name is no secret:
 * for tokens issued before it is drawn here, from fewer characters than the vault's own.
 */
export const vaultRotationStep: MigrationStep = {
  version: 4,
  name: 'vault-rotation',
  sql: `
alter table tokens add column user_name text not null default '';
update tokens set user_name = 'rcu_' || lower(hex(randomblob(8)));
create unique index tokens_user_name on tokens (user_name);

alter table tokens add column rotated_from text references tokens (id);
create unique index tokens_rotated_from on tokens (rotated_from) where rotated_from is not null;

create table key_slots (
  kind text primary key check (kind in ('os', 'key-file', 'passphrase')),
  salt blob not null,
  cost integer,
  block_size integer,
  parallel integer,
  nonce blob not null,
  wrapped blob not null,
  created_at integer not null,
  check ((kind = 'passphrase') = (cost is not null)),
  check ((cost is null) = (block_size is null) and (cost is null) = (parallel is null))
) strict;
`,
};
