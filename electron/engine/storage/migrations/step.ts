import type { WriteDb } from '../database.ts';

/** One numbered step of a schema. `sql` is split at `;` and a line end. */
export interface MigrationStep {
  /** 1-based, without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** What SQL cannot do, after it and in the same transaction. Uses no row functions: those follow later schemas. */
  readonly fill?: (db: WriteDb) => void;
}
