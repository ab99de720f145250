import { AppFault } from '../base/app-fault.ts';
import type { OpenDb } from './database.ts';
import type { MigrationStep } from './migrations/step.ts';

/**
 * Brings `db` to the newest step. A file of a newer app is refused as `workspace-newer` before anything is written.
 * @throws AppFault `workspace-newer`
 */
export function migrate(db: OpenDb, steps: readonly MigrationStep[], applicationId: number): void {
  steps.forEach((step, i) => {
    if (step.version !== i + 1)
      throw new Error(`migration ${step.name} has number ${step.version}, expected ${i + 1}`);
  });
  const found = Number(db.pragma('user_version'));
  if (found > steps.length) throw newerFault(found, steps.length);
  for (const step of steps.slice(found)) {
    db.transaction((tx) => {
      for (const statement of step.sql
        .split(/;\s*\n/)
        .map((s) => s.trim())
        .filter(Boolean))
        db.run(statement);
      step.fill?.(tx);
      db.pragma(`user_version = ${step.version}`);
      db.pragma(`application_id = ${applicationId}`);
    });
  }
}

/** The refusal of a file whose schema number this app does not know yet. */
export function newerFault(found: number, known: number): AppFault {
  return new AppFault(
    'workspace-newer',
    `This workspace was written by a newer Rollcall (schema ${found}, this one knows ${known}). Update Rollcall, or open another workspace. The file was not touched.`,
    { details: { found, known } },
  );
}
