/** Rows of `schemas`: extension schemas as an admin defined them. No rules here; attributes are JSON text. */
import type { ReadDb, WriteDb } from './database.ts';

export interface SchemaRow {
  readonly urn: string;
  readonly resourceType: 'User' | 'Group';
  readonly name: string;
  readonly description: string;
  readonly attributes: string;
  /** Milliseconds. */
  readonly changedAt: number;
}

export function schemaRows(db: ReadDb): SchemaRow[] {
  return db.all<SchemaRow>(
    `select urn, resource_type as resourceType, name, description, attributes, changed_at as changedAt
      from schemas order by urn_key`,
  );
}

/** `urnKey` is the URN in lower case: one schema per URN, whatever its case. */
export function putSchemaRow(db: WriteDb, urnKey: string, row: SchemaRow): void {
  db.run(
    `insert into schemas (urn_key, urn, resource_type, name, description, attributes, changed_at)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (urn_key) do update set urn = excluded.urn, resource_type = excluded.resource_type,
        name = excluded.name, description = excluded.description, attributes = excluded.attributes,
        changed_at = excluded.changed_at`,
    urnKey,
    row.urn,
    row.resourceType,
    row.name,
    row.description,
    row.attributes,
    row.changedAt,
  );
}

export function deleteSchemaRow(db: WriteDb, urnKey: string): void {
  db.run('delete from schemas where urn_key = ?', urnKey);
}

/** How many users or groups have values of each extension; looks through all of them, once. */
export function countsWithExtensions(db: ReadDb, type: 'User' | 'Group', urns: readonly string[]): number[] {
  if (urns.length === 0) return [];
  const table = type === 'User' ? 'user_documents' : 'groups';
  const sums = urns.map((_urn, i) => `coalesce(sum(instr(schemas, ?) > 0), 0) as n${i}`).join(', ');
  const found = db.one<Readonly<Record<string, number>>>(
    `select ${sums} from ${table}`,
    ...urns.map((urn) => JSON.stringify(urn)),
  );
  return urns.map((_urn, i) => found?.[`n${i}`] ?? 0);
}
