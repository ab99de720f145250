import { z } from 'zod';
import type { Page } from '../../domain/directory.ts';
import type { ExportPreview, FilePlan, FilePlanRow } from '../../domain/transfer.ts';
import { answer, command } from '../command.ts';
import { pageInput } from './directory.ts';

const listRequest = {
  kind: z.enum(['users', 'groups']).default('users'),
  format: z.enum(['okta-csv', 'csv', 'scim-json', 'ndjson']).default('okta-csv'),
  /** SCIM filter over what is exported. */
  filter: z.string().max(4096).optional(),
  /** Okta skips inactive users when it imports (okta.md 1.9), so the list leaves them out unless asked. */
  includeInactive: z.boolean().default(false),
  /**
   * CSV cells as they are. Otherwise those that a spreadsheet would run as formulas (phone numbers with + too) get an
   * apostrophe, which Okta would import with them.
   */
  raw: z.boolean().default(false),
};

export const transferCommands = {
  'export.preview': command(z.strictObject(listRequest), answer<ExportPreview>()),
  /** Opens a list for reading in pieces; it stays open for ten minutes after the last read. */
  'export.open': command(
    z.strictObject(listRequest),
    answer<{
      readonly id: string;
      readonly fileName: string;
      readonly mediaType: string;
      readonly rows: number;
    }>(),
  ),
  'export.read': command(
    z.strictObject({ id: z.string().max(80) }),
    answer<{ readonly text: string; readonly done: boolean }>(),
  ),

  /** A file comes in pieces of at most 1 MiB, in order; nothing is written before `imports.commit`. */
  'imports.begin': command(
    z.strictObject({
      fileName: z.string().min(1).max(255),
      kind: z.enum(['users', 'groups']).default('users'),
    }),
    answer<{ readonly id: string }>(),
  ),
  'imports.append': command(
    z.strictObject({
      id: z.string().max(80),
      /** Base64 of the next bytes. */
      chunk: z.string().max(1_400_000),
    }),
    answer<{ readonly bytes: number }>(),
  ),
  /** Reads the file against the directory; `mapping` is header → target, '' to ignore a column. */
  'imports.plan': command(
    z.strictObject({
      id: z.string().max(80),
      mapping: z.record(z.string().max(1024), z.string().max(200)).optional(),
    }),
    answer<FilePlan>(),
  ),
  'imports.rows': command(
    z.strictObject({
      id: z.string().max(80),
      action: z.enum(['create', 'update', 'unchanged', 'skip']).optional(),
      ...pageInput,
    }),
    answer<Page<FilePlanRow>>(),
  ),
  /** One unit: every row or none. `stale` where the directory moved since the plan. */
  'imports.commit': command(
    z.strictObject({ id: z.string().max(80), digest: z.string().max(128) }),
    answer<{ readonly created: number; readonly updated: number; readonly seq: number | null }>(),
  ),
  'imports.discard': command(z.strictObject({ id: z.string().max(80) }), answer<Record<string, never>>()),
} as const;
