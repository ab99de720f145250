/** Lists that leave or enter the workspace as files. */
export type ListFormat = 'okta-csv' | 'csv' | 'scim-json' | 'ndjson';
export type ListKind = 'users' | 'groups';

export interface ExportPreview {
  readonly rows: number;
  /** First lines of the file as it will be written, at most five. */
  readonly sample: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Cells that a spreadsheet would have run as formulas and that were prefixed with an apostrophe. */
  readonly neutralised: number;
  /** How many rows from the first were looked at for that; fewer than `rows` in a long list. */
  readonly lookedAt: number;
}

export interface ImportColumn {
  readonly header: string;
  /** SCIM path or Okta variable it maps to; null: ignored. */
  readonly target: string | null;
  readonly suggested: boolean;
  /** Up to three values of the first rows. */
  readonly samples: readonly string[];
}

export interface ImportProblem {
  /** 1-based row of the file (the header is row 1); null where it concerns the whole file. */
  readonly row: number | null;
  readonly column: string | null;
  readonly text: string;
  /** A blocker keeps the row out; a warning does not. */
  readonly severity: 'blocker' | 'warning';
}

export type FileRowAction = 'create' | 'update' | 'unchanged' | 'skip';

export interface FilePlanRow {
  readonly row: number;
  readonly action: FileRowAction;
  readonly name: string;
  readonly userName: string;
  /** What would change: path, old, new. */
  readonly changes: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

export interface FilePlan {
  readonly id: string;
  readonly fileName: string;
  readonly kind: ListKind;
  readonly delimiter: string;
  readonly columns: readonly ImportColumn[];
  readonly counts: {
    readonly create: number;
    readonly update: number;
    readonly unchanged: number;
    readonly skip: number;
  };
  readonly blockers: number;
  readonly warnings: number;
  /** At most 200. */
  readonly problems: readonly ImportProblem[];
  /** What was reviewed is what runs: commit needs it back. */
  readonly digest: string;
}
