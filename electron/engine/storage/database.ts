/**
 * One SQLite file, opened so that what was committed stays (WAL, synchronous=FULL), and handed out as two types:
 * functions that only read take a `ReadDb`, functions that write take a `WriteDb` inside a transaction of their
 * caller. Statements are prepared once per text.
 *
 * The only other importer of better-sqlite3 is `workspace-lock.ts` beside this file.
 */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createReadTurn } from './read-turn.ts';
import { createPieces, type PieceResult } from './shared-transaction.ts';
import { createSnapshotLimit } from './snapshot-limit.ts';
import type { Sql, SqlValue } from './sql.ts';

export type Row = Readonly<Record<string, SqlValue>>;

export interface ReadDb {
  one<T = Row>(text: string, ...values: SqlValue[]): T | undefined;
  all<T = Row>(text: string, ...values: SqlValue[]): T[];
  /** Rows one at a time; finish or break before the next write, and within the same turn. Other reads go before it or inside a transaction. */
  each<T = Row>(text: string, ...values: SqlValue[]): IterableIterator<T>;
  query<T = Row>(statement: Sql): T[];
  queryOne<T = Row>(statement: Sql): T | undefined;
  explain(statement: Sql): string[];
}

export interface WriteDb extends ReadDb {
  run(text: string, ...values: SqlValue[]): { changes: number; lastInsertRowid: number };
  runSql(statement: Sql): { changes: number; lastInsertRowid: number };
  /** Held by whoever runs it for every row: looking it up and reporting on it would cost more than running it. */
  held(text: string): (values: readonly SqlValue[]) => void;
}

export interface Snapshot {
  readonly db: ReadDb;
  close(): void;
}

export interface OpenDb extends WriteDb {
  /** Runs `work` in one IMMEDIATE transaction: committed when it returns, rolled back when it throws. Never await inside. */
  transaction<T>(work: (db: WriteDb) => T): T;
  /**
   * Several pieces of work in one transaction and one fsync. A piece that throws is taken back alone; what the others
   * wrote is committed. Throws where nothing was committed: the disk is full, the commit failed.
   */
  transactions<T>(pieces: readonly ((db: WriteDb) => T)[]): PieceResult<T>[];
  /**
   * The file as it is now, on a connection of its own, whatever is written meanwhile. Close it soon: it keeps the
   * journal from being folded in, and ends by itself where that grows too large (`snapshot-limit.ts`).
   */
  snapshot(): Snapshot;
  pragma(text: string): unknown;
  /** Called when a write was taken back because the disk refused it; `code` is SQLite's. */
  onRefused(listener: (code: string) => void): void;
  /** A compact copy of the file as it is, at once. Nothing may be written meanwhile. */
  copyTo(path: string): void;
  close(): void;
}

/** A file that is only read, in use or not. */
export interface ReadOnlyDb extends ReadDb {
  pragma(text: string): unknown;
  /** From here on everything is read as it is now. Close soon: it keeps the journal from being folded in. */
  hold(): void;
  /** Copies what is there at one moment, whatever is written meanwhile (SQLite's backup API). */
  backup(path: string): Promise<void>;
  close(): void;
}

export interface OpenOptions {
  readonly synchronous: 'FULL' | 'NORMAL';
  /** KiB of page cache; 16 MiB unless said. */
  readonly cacheKiB?: number;
  /** Bytes of a page of a file that is new; 4096 unless said. A file that is there keeps its own. */
  readonly pageSize?: number;
}

/** The journal is folded in when it has this many bytes: it costs as much for few pages as for many. */
const foldAt = 32 * 1024 * 1024;

/** Opens or creates `path`. Errors are SQLite's own: `workspace-files.ts` turns them into sentences. */
export function openDatabase(path: string, options: OpenOptions): OpenDb {
  const raw = new Database(path);
  try {
    raw.pragma('busy_timeout = 5000');
    // before the first page is written, or never
    if (options.pageSize !== undefined) raw.pragma(`page_size = ${options.pageSize}`);
    raw.pragma('journal_mode = WAL');
    raw.pragma(`synchronous = ${options.synchronous}`);
    if (process.platform === 'darwin') {
      raw.pragma('fullfsync = ON');
      raw.pragma('checkpoint_fullfsync = ON');
    }
    raw.pragma('foreign_keys = ON');
    raw.pragma('trusted_schema = OFF');
    raw.pragma('cell_size_check = ON');
    raw.pragma('secure_delete = FAST');
    raw.pragma('journal_size_limit = 67108864');
    raw.pragma(`wal_autocheckpoint = ${Math.round(foldAt / pageSizeOf(raw))}`);
    raw.pragma(`cache_size = -${options.cacheKiB ?? 16_384}`);
    raw.pragma('temp_store = MEMORY');
  } catch (error) {
    raw.close();
    throw error;
  }
  return wrap(raw);
}

function pageSizeOf(raw: Database.Database): number {
  return Number(raw.pragma('page_size', { simple: true }));
}

/** Never creates a file. Errors are SQLite's own. */
export function openReadOnly(path: string): ReadOnlyDb {
  const raw = new Database(path, { readonly: true, fileMustExist: true });
  raw.pragma('busy_timeout = 5000');
  raw.pragma('cell_size_check = ON');
  raw.pragma('trusted_schema = OFF');
  return {
    ...reading(raw, statementCache(raw)),
    pragma: (text) => raw.pragma(text, { simple: true }),
    hold: () => {
      raw.exec('begin');
      raw.prepare('select 1 from sqlite_schema limit 1').get();
    },
    backup: async (path) => {
      // in one step: a writer beside it would make every further step begin anew
      await raw.backup(path, { progress: () => 0x7fffffff });
    },
    close: () => raw.close(),
  };
}

/** Makes a copy one file that needs no journal beside it. */
export function closeJournal(path: string): void {
  const raw = new Database(path, { fileMustExist: true });
  try {
    raw.pragma('journal_mode = DELETE');
  } finally {
    raw.close();
  }
}

function openSnapshot(path: string): Snapshot {
  const raw = new Database(path, { readonly: true });
  raw.exec('begin');
  // a read transaction begins with the first read
  raw.prepare('select 1 from sqlite_schema limit 1').get();
  return { db: reading(raw, statementCache(raw)), close: () => raw.close() };
}

type Prepare = (text: string) => Database.Statement;

function statementCache(raw: Database.Database): Prepare {
  const statements = new Map<string, Database.Statement>();
  return (text) => {
    let statement = statements.get(text);
    if (statement === undefined) {
      // filters make new texts: without a bound the cache would grow with what clients ask
      if (statements.size >= 500) statements.delete(statements.keys().next().value as string);
      statement = raw.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
}

/** @param enter before each read */
function reading(raw: Database.Database, prepare: Prepare, enter = () => {}): ReadDb {
  const ready = (text: string) => {
    enter();
    return prepare(text);
  };
  return {
    one: <T>(text: string, ...values: SqlValue[]) => ready(text).get(...values) as T | undefined,
    all: <T>(text: string, ...values: SqlValue[]) => ready(text).all(...values) as T[],
    // an iterator holds its statement, so it gets one of its own
    each: <T>(text: string, ...values: SqlValue[]) =>
      raw.prepare(text).iterate(...values) as IterableIterator<T>,
    query: <T>(statement: Sql) => ready(statement.text).all(...statement.values) as T[],
    queryOne: <T>(statement: Sql) => ready(statement.text).get(...statement.values) as T | undefined,
    explain: (statement) =>
      (
        raw.prepare(`explain query plan ${statement.text}`).all(...statement.values) as { detail: string }[]
      ).map((r) => r.detail),
  };
}

/** Whether more than `limit` bytes of the journal wait to be folded in, once what can be has been. */
function waitsMoreThan(raw: Database.Database, limit: number): boolean {
  try {
    if (statSync(`${raw.name}-wal`).size < limit) return false;
    const [found] = raw.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
    return found !== undefined && found.checkpointed < found.log && found.log * pageSizeOf(raw) > limit;
  } catch {
    // the commit before it stands, whatever happens here
    return false;
  }
}

function createRefusals() {
  let listener = (_code: string) => {};
  return {
    listen: (next: (code: string) => void) => {
      listener = next;
    },
    look: (error: unknown) => {
      const code = (error as { code?: unknown } | null)?.code;
      if (typeof code === 'string' && /^SQLITE_(FULL|IOERR)/.test(code)) listener(code);
    },
  };
}

function wrap(raw: Database.Database): OpenDb {
  const prepare = statementCache(raw);
  const turn = createReadTurn({
    begin: () => prepare('begin').run(),
    commit: () => prepare('commit').run(),
    inTransaction: () => raw.inTransaction,
  });
  const run = (text: string, values: readonly SqlValue[]) => {
    turn.leave();
    const info = prepare(text).run(...values);
    return { changes: info.changes, lastInsertRowid: Number(info.lastInsertRowid) };
  };
  const refusals = createRefusals();
  const runPieces = createPieces(raw, refusals.look);
  const snapshots = createSnapshotLimit((limit) => waitsMoreThan(raw, limit));
  const transaction = <T>(work: (db: WriteDb) => T): T => {
    turn.leave();
    if (raw.inTransaction) throw new Error('a transaction is already open');
    let result: T;
    try {
      prepare('begin immediate').run();
      result = work(db);
      prepare('commit').run();
    } catch (error) {
      // a full disk or an I/O error may have rolled back already
      if (raw.inTransaction) prepare('rollback').run();
      refusals.look(error);
      throw error;
    }
    snapshots.committed();
    return result;
  };
  const db: OpenDb = {
    ...reading(raw, prepare, turn.enter),
    run: (text, ...values) => run(text, values),
    runSql: (statement) => run(statement.text, statement.values),
    held: (text) => {
      const statement = prepare(text);
      return (values) => void statement.run(...values);
    },
    transaction,
    transactions: (pieces) => transaction((tx) => runPieces(pieces.map((piece) => () => piece(tx)))),
    snapshot: () => snapshots.add(openSnapshot(raw.name)),
    pragma: (text) => {
      turn.leave();
      return raw.pragma(text, { simple: true });
    },
    onRefused: refusals.listen,
    copyTo: (path) => {
      turn.leave();
      raw.prepare('vacuum into ?').run(path);
    },
    close: () => {
      turn.leave();
      raw.close();
    },
  };
  return db;
}
