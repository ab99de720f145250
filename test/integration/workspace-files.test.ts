import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { migrate } from '../../electron/engine/storage/migrate.ts';
import { openTrafficFile, openWorkspace } from '../../electron/engine/storage/workspace-files.ts';
import { tempDir } from '../support/temp-workspace.ts';

function refusal(dir: string): string {
  try {
    openWorkspace(dir).close();
  } catch (error) {
    if (error instanceof AppFault) return error.code;
    throw error;
  }
  return 'opened';
}

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A closed workspace with a setting in it. */
function madeWorkspace(): { dir: string; file: string } {
  const dir = join(tempDir(), 'ws');
  const workspace = openWorkspace(dir);
  workspace.db.transaction((tx) => tx.run("insert into settings (key, value) values ('name', 'Kept')"));
  workspace.close();
  return { dir, file: join(dir, 'rollcall.db') };
}

describe('a workspace', () => {
  it('is made for its owner alone and opens again with what was kept', () => {
    const { dir, file } = madeWorkspace();
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = openWorkspace(dir);
    expect(again.db.one('select value from settings')).toEqual({ value: 'Kept' });
    expect(again.db.pragma('synchronous')).toBe(2);
    expect(again.db.pragma('journal_mode')).toBe('wal');
    expect(again.db.pragma('foreign_keys')).toBe(1);
    again.close();
  });

  it('takes a transaction back whole when it throws', () => {
    const { dir } = madeWorkspace();
    const workspace = openWorkspace(dir);
    expect(() =>
      workspace.db.transaction((tx) => {
        tx.run("insert into settings (key, value) values ('half', 'done')");
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(workspace.db.one("select value from settings where key = 'half'")).toBeUndefined();
    workspace.close();
  });

  it('is open once at a time, and free again when it is closed (P15, L5)', () => {
    const { dir } = madeWorkspace();
    const first = openWorkspace(dir);
    const began = Date.now();
    expect(refusal(dir)).toBe('workspace-open');
    expect(Date.now() - began).toBeLessThan(1500);
    first.close();
    expect(refusal(dir)).toBe('opened');
  });
});

describe('a file that is not a good workspace is refused and stays as it was (P5, L4)', () => {
  const bad: readonly (readonly [string, string, (file: string) => void])[] = [
    ['empty', 'workspace-damaged', (file) => writeFileSync(file, '')],
    ['text', 'workspace-damaged', (file) => writeFileSync(file, 'hello, this is no database '.repeat(40))],
    [
      'cut in its header',
      'workspace-damaged',
      (file) => writeFileSync(file, readFileSync(file).subarray(0, 60)),
    ],
    [
      'a zeroed header',
      'workspace-damaged',
      (file) => writeFileSync(file, Buffer.concat([Buffer.alloc(100), readFileSync(file).subarray(100)])),
    ],
    [
      'cut in the middle',
      'workspace-damaged',
      (file) => writeFileSync(file, readFileSync(file).subarray(0, Math.floor(statSync(file).size / 2))),
    ],
    [
      'a damaged page',
      'workspace-damaged',
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0xab, 4096, 8192);
        writeFileSync(file, bytes);
      },
    ],
    [
      'of another program',
      'workspace-foreign',
      (file) => {
        writeFileSync(file, '');
        const other = new Database(file);
        other.exec('create table other (x); pragma application_id = 77');
        other.close();
      },
    ],
    [
      'newer',
      'workspace-newer',
      (file) => {
        const newer = new Database(file);
        newer.pragma('user_version = 99');
        newer.close();
      },
    ],
  ];
  it.each(bad)('%s', (_what, code, spoil) => {
    const { dir, file } = madeWorkspace();
    spoil(file);
    const before = hash(file);
    expect(refusal(dir)).toBe(code);
    expect(hash(file)).toBe(before);
    expect(refusal(dir)).toBe(code);
  });

  it.each([
    ['a backup', 'backups/2026-11-22T10-00-00-000Z-manual.db', 'a backup of it is there'],
    ['the traffic log', 'traffic.db', 'its traffic log is there'],
    ['its journal', 'rollcall.db-wal', 'its journal is there'],
  ])('missing beside %s (security.md 0.10)', (_what, left, words) => {
    const { dir, file } = madeWorkspace();
    mkdirSync(join(dir, 'backups'), { recursive: true });
    writeFileSync(join(dir, left), 'something');
    renameSync(file, join(dir, 'away'));
    const before = readdirSync(dir);
    expect(refusal(dir)).toBe('workspace-damaged');
    expect(() => openWorkspace(dir)).toThrow(words);
    expect(readdirSync(dir)).toEqual(before);
    expect(readFileSync(join(dir, left), 'utf8')).toBe('something');
    renameSync(join(dir, 'away'), file);
    if (left.startsWith('backups')) expect(refusal(dir)).toBe('opened');
  });

  it('and a folder with a key alone is a new workspace', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'secret.key'), 'x'.repeat(32));
    mkdirSync(join(dir, 'backups'));
    writeFileSync(join(dir, 'backups', 'notes.txt'), 'mine');
    expect(refusal(dir)).toBe('opened');
  });

  it('a folder in the place of the file', () => {
    const dir = tempDir();
    mkdirSync(join(dir, 'rollcall.db'));
    expect(refusal(dir)).toBe('workspace-foreign');
  });
});

describe('the traffic log', () => {
  it('is put aside when it is damaged, and never keeps the directory from opening', () => {
    const { dir } = madeWorkspace();
    writeFileSync(join(dir, 'traffic.db'), 'broken'.repeat(100));
    const workspace = openWorkspace(dir);
    const traffic = openTrafficFile(workspace.trafficPath);
    expect(traffic.replaced).toBe(true);
    traffic.close();
    expect(workspace.db.one('select value from settings')).toEqual({ value: 'Kept' });
    workspace.close();
    expect(readdirSync(dir).some((name) => name.startsWith('traffic.db.damaged-'))).toBe(true);
  });
});

describe('migrations', () => {
  it('leave nothing of a step that fails', () => {
    const path = join(tempDir(), 'm.db');
    const db = openDatabase(path, { synchronous: 'FULL' });
    const good = { version: 1, name: 'one', sql: 'create table a (x) strict;\n'.replace('(x)', '(x text)') };
    const bad = {
      version: 2,
      name: 'two',
      sql: 'create table b (x text) strict;\ncreate table a (x text) strict;\n',
    };
    migrate(db, [good], 1);
    expect(() => migrate(db, [good, bad], 1)).toThrow(/already exists/);
    expect(db.pragma('user_version')).toBe(1);
    expect(db.one("select name from sqlite_schema where name = 'b'")).toBeUndefined();
    db.close();
  });

  it('prove their numbers at every start', () => {
    const db = openDatabase(join(tempDir(), 'n.db'), { synchronous: 'FULL' });
    expect(() => migrate(db, [{ version: 2, name: 'two', sql: '' }], 1)).toThrow(/has number 2, expected 1/);
    db.close();
  });

  it('leave no half-made file behind', () => {
    const { dir } = madeWorkspace();
    expect(existsSync(join(dir, 'rollcall.db.new'))).toBe(false);
  });
});
