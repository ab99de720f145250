/**
 * What one database file says of itself: SQLite's own checks, and with `deep` every row of the directory against its
 * hash. Takes a connection that only reads; repairs nothing. Files and folders are in `folder-check.ts`.
 */
import type { CheckLine, CheckState } from '../../../shared/domain/upkeep.ts';
import { checkedTables, checkRows, type RowFinding, type RowFindings } from '../directory/row-check.ts';
import type { ReadOnlyDb } from '../storage/database.ts';
import { unreadableTexts } from '../storage/text-check.ts';

/** The first schema with hashes. */
const hashedSince = 6;

export interface DatabaseCheck {
  readonly lines: readonly CheckLine[];
  readonly users: number;
  readonly groups: number;
  /** Users and groups that do not match their hash, or what follows from it. Always 0 unless deep. */
  readonly damagedRows: number;
}

type Rows = Record<string, unknown>[];

export function checkDatabase(db: ReadOnlyDb, deep: boolean): DatabaseCheck {
  const lines: CheckLine[] = [];
  const add = (name: string, work: () => Omit<CheckLine, 'name'>) => lines.push({ name, ...guarded(work) });
  add('Structure', () => structure(db, deep));
  add('References', () => references(db));
  let damagedRows = 0;
  const hashed = Number(db.pragma('user_version')) >= hashedSince;
  if (deep && !hashed)
    add('Users and groups', () => ok('Not compared: an older Rollcall wrote this file, without hashes.'));
  if (deep && hashed) {
    add('Users and groups', () => {
      const found = checkRows(db);
      damagedRows = found.hashes.count + found.derived.count + found.members.count;
      return rowWords(found);
    });
    add('Other records', () => texts(db));
  }
  const counts = { users: 0, groups: 0 };
  add('Contents', () => {
    counts.users = count(db, 'select count(*) as n from users');
    counts.groups = count(db, 'select count(*) as n from groups');
    const memberships = count(db, 'select count(*) as n from members');
    return ok(
      `${number(counts.users)} users, ${number(counts.groups)} groups, ${number(memberships)} memberships.`,
    );
  });
  return { lines, ...counts, damagedRows };
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}

function ok(says: string): Omit<CheckLine, 'name'> {
  return { state: 'ok', says };
}

function problem(says: string): Omit<CheckLine, 'name'> {
  return { state: 'problem', says };
}

/** A page that cannot be read ends a check with SQLite's own words. */
function guarded(work: () => Omit<CheckLine, 'name'>): { state: CheckState; says: string } {
  try {
    return work();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return problem(`Could not be read to the end: ${words}.`);
  }
}

function structure(db: ReadOnlyDb, deep: boolean): Omit<CheckLine, 'name'> {
  const rows = db.all<Rows[number]>(deep ? 'pragma integrity_check(20)' : 'pragma quick_check(20)');
  const says = rows.map((row) => String(Object.values(row)[0]));
  if (says.length === 1 && says[0] === 'ok')
    return ok(
      deep ? 'Every page and index is in order.' : 'Every page is in order. Indexes were not compared.',
    );
  return problem(`SQLite found damage: ${says.slice(0, 3).join('; ')}${says.length > 3 ? ' and more' : ''}.`);
}

const orphans: readonly (readonly [string, string])[] = [
  [
    'memberships of users that are gone',
    'select count(*) as n from members m where m.member_type = 0 and not exists (select 1 from users u where u.seq = m.member_seq)',
  ],
  [
    'memberships of groups that are gone',
    'select count(*) as n from members m where m.member_type = 1 and not exists (select 1 from groups g where g.seq = m.member_seq)',
  ],
  [
    'users without their attributes',
    'select count(*) as n from users u where not exists (select 1 from user_documents d where d.seq = u.seq)',
  ],
];

function references(db: ReadOnlyDb): Omit<CheckLine, 'name'> {
  const broken = db.all('pragma foreign_key_check').length;
  const found = orphans.map(([what, text]) => [count(db, text), what] as const).filter(([n]) => n > 0);
  if (broken > 0) found.push([broken, 'records that refer to something that is gone']);
  if (found.length === 0) return ok('Nothing refers to something that is gone.');
  return problem(`Found ${found.map(([n, what]) => `${number(n)} ${what}`).join(', ')}.`);
}

function rowWords(found: RowFindings): Omit<CheckLine, 'name'> {
  const wrong = [
    words(found.hashes, 'changed by something other than Rollcall'),
    words(found.derived, 'with search keys that do not fit'),
    words(found.members, 'with members that do not add up'),
  ].filter((w) => w !== null);
  if (wrong.length > 0) return problem(`Found ${wrong.join('; ')}.`);
  return ok('Each user and group is as it was written.');
}

function words(finding: RowFinding, what: string): string | null {
  if (finding.count === 0) return null;
  return `${number(finding.count)} ${what} (${finding.ids.join(', ')}${finding.count > finding.ids.length ? ', …' : ''})`;
}

function texts(db: ReadOnlyDb): Omit<CheckLine, 'name'> {
  const found = unreadableTexts(db, checkedTables);
  if (found.length === 0) return ok('All text can be read.');
  return problem(
    `Unreadable text in ${found.map(({ table, rows }) => `${number(rows)} of ${table}`).join(', ')}.`,
  );
}

function count(db: ReadOnlyDb, text: string): number {
  return db.one<{ n: number }>(text)?.n ?? 0;
}
