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

/** Users or groups that have values of this extension; looks through all of them. */
export function countWithExtension(db: ReadDb, type: 'User' | 'Group', urn: string): number {
  const table = type === 'User' ? 'user_documents' : 'groups';
  const quoted = JSON.stringify(urn);
  const found = db.one<{ n: number }>(
    `select count(*) as n from ${table} where instr(schemas, ?) > 0`,
    quoted,
  );
  return found?.n ?? 0;
}
