/** One numbered step of a schema. `sql` is split at `;` and a line end. */
export interface MigrationStep {
  /** 1-based, without gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
