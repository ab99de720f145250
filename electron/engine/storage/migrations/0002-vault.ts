import type { MigrationStep } from './step.ts';

/** Inbound tokens (digest only), outbound secrets (sealed), workspace settings. */
export const vaultStep: MigrationStep = {
  version: 2,
  name: 'vault',
  sql: `
create table tokens (
  id text primary key,
  name text not null,
  prefix text not null,
  digest blob not null unique,
  scopes text not null,
  purpose text not null check (purpose in ('client', 'simulator')),
  created_at integer not null,
  expires_at integer,
  revoked_at integer,
  last_used_at integer,
  last_used_by text
) strict;

create table token_days (
  token_id text not null references tokens (id) on delete cascade,
  day integer not null,
  ok integer not null default 0,
  failed integer not null default 0,
  primary key (token_id, day)
) strict, without rowid;

create table secrets (
  id text primary key,
  kind text not null,
  origin text not null,
  nonce blob not null,
  sealed blob not null,
  created_at integer not null
) strict;

create table settings (
  key text primary key,
  value text not null
) strict, without rowid;
`,
};
