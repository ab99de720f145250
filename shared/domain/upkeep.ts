/** Backups of the workspace file, and what a check of it found. */

export type BackupKind = 'automatic' | 'manual' | 'before-migration';

export interface BackupRecord {
  /** The file's name without its ending. */
  readonly id: string;
  readonly kind: BackupKind;
  /** What a person called it; '' where nobody did. */
  readonly name: string;
  /** When it was made, ms. */
  readonly at: number;
  readonly bytes: number;
  /** What it holds; null where the note beside it is missing. */
  readonly users: number | null;
  readonly groups: number | null;
  /** Rows that do not match their hash; they were damaged before. */
  readonly damagedRows: number;
}

export interface DataFiles {
  readonly database: string;
  /** Of the database and its journal. */
  readonly bytes: number;
  /** Free on the disk it lies on. */
  readonly freeBytes: number;
  readonly backupFolder: string;
  /** Newest first. */
  readonly backups: readonly BackupRecord[];
}

export type CheckState = 'ok' | 'warning' | 'problem';

export interface CheckLine {
  /** "Structure", "Users". */
  readonly name: string;
  readonly state: CheckState;
  /** One or two sentences. */
  readonly says: string;
}

export interface WorkspaceCheck {
  readonly at: number;
  readonly durationMs: number;
  readonly deep: boolean;
  /** The worst of the lines. */
  readonly state: CheckState;
  readonly lines: readonly CheckLine[];
}

export interface RestoreResult {
  /** Of the backup that was restored. */
  readonly users: number;
  readonly groups: number;
  readonly damagedRows: number;
  /** Tokens that were revoked since the backup was made: they stay revoked. */
  readonly tokensKeptRevoked: number;
  /** Where the file lies that was there before; null where there was none. */
  readonly before: string | null;
}
