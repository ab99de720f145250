/** Push rules: their conditions, whether they are active, and what they made. Names are unique per application. */
import type { PushRuleConditions, PushRuleRecord } from '../../../shared/domain/simulator.ts';
import { foldKey } from '../base/fold.ts';
import type { ReadDb, WriteDb } from './database.ts';
import { type Sql, sql } from './sql.ts';

interface RuleColumns {
  id: string;
  connection_id: string;
  name: string;
  conditions: string;
  status: PushRuleRecord['status'];
  made: number;
  errors: number;
}

function rules(db: ReadDb, where: Sql): PushRuleRecord[] {
  return db
    .query<RuleColumns>(
      sql`select r.id, r.connection_id, r.name, r.conditions, r.status,
            (select count(*) from okta_push_mappings m where m.rule_id = r.id) as made,
            (select count(*) from okta_push_mappings m where m.rule_id = r.id and m.status = 'ERROR') as errors
          from okta_push_rules r where ${where} order by r.name_key`,
    )
    .map((r) => ({
      id: r.id,
      connectionId: r.connection_id,
      name: r.name,
      conditions: JSON.parse(r.conditions) as PushRuleConditions,
      status: r.status,
      groups: r.made,
      errors: r.errors,
    }));
}

export function rulesOfConnection(db: ReadDb, connectionId: string): PushRuleRecord[] {
  return rules(db, sql`r.connection_id = ${connectionId}`);
}

/** Of every application. */
export function activeRules(db: ReadDb): PushRuleRecord[] {
  return rules(db, sql`r.status = 'ACTIVE'`);
}

export function readRule(db: ReadDb, id: string): PushRuleRecord | undefined {
  return rules(db, sql`r.id = ${id}`)[0];
}

/** @returns false where the name is taken */
export function insertRule(
  db: WriteDb,
  rule: { id: string; connectionId: string; name: string; conditions: PushRuleConditions },
  now: number,
): boolean {
  const done = db.run(
    `insert into okta_push_rules (id, connection_id, name, name_key, conditions, status, created_at)
     values (?, ?, ?, ?, ?, 'ACTIVE', ?) on conflict (connection_id, name_key) do nothing`,
    rule.id,
    rule.connectionId,
    rule.name,
    foldKey(rule.name),
    JSON.stringify(rule.conditions),
    now,
  );
  return done.changes === 1;
}

export function writeRuleStatus(db: WriteDb, id: string, status: PushRuleRecord['status']): void {
  db.run('update okta_push_rules set status = ? where id = ?', status, id);
}

export function deleteRule(db: WriteDb, id: string): void {
  db.run('delete from okta_push_rules where id = ?', id);
}
