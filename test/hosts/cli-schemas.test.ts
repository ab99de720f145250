/** `rollcall schemas`, in processes of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SchemaRecord } from '../../shared/domain/schema-record.ts';
import { badge, badgeResource } from '../support/badge-schema.ts';
import { cliJson, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-workspace.ts';

test('import, list, print, remove', async () => {
  const dir = tempDir();
  const file = join(dir, 'badge.json');
  writeFileSync(file, `\uFEFF${JSON.stringify(badgeResource)}`);
  const saved = await cliJson<SchemaRecord>('schemas', 'import', file, '--data', dir);
  expect(saved).toMatchObject({ urn: badge, custom: true, resourceType: 'User', resources: 0 });
  const again = await runCli('schemas', 'import', file, '--data', dir);
  expect(again).toMatchObject({ code: 1, stderr: 'rollcall: There is an extension with this URN.\n' });
  expect((await runCli('schemas', 'import', file, '--replace', '--data', dir)).code).toBe(0);
  const listed = await cliJson<SchemaRecord[]>('schemas', 'list', '--data', dir);
  expect(listed.map((s) => s.name)).toEqual(['User', 'EnterpriseUser', 'Group', 'Badge']);
  const printed = await runCli('schemas', 'list', '--urn', badge.toUpperCase(), '--data', dir);
  expect(JSON.parse(printed.stdout)).toMatchObject({ id: badge, name: 'Badge' });
  const removed = await cliJson<{ resources: number }>('schemas', 'remove', badge, '--data', dir);
  expect(removed).toEqual({ urn: badge, resources: 0 });
  expect((await runCli('schemas', 'remove', badge, '--data', dir)).code).toBe(1);
}, 60_000);

test('says what is wrong with a file', async () => {
  const dir = tempDir();
  const file = join(dir, 'x.json');
  writeFileSync(file, '{"id":"acme","name":"Acme","attributes":[{"name":"1"}]}');
  const wrong = await runCli('schemas', 'import', file, '--data', dir);
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    'rollcall: id: This is not a URN, as urn:example:params:scim:schemas:extension:acme:2.0:User. (and 1 more)\n',
  ]);
  writeFileSync(file, '[1]');
  expect((await runCli('schemas', 'import', file, '--data', dir)).stderr).toMatch(
    /must hold one SCIM Schema/,
  );
  writeFileSync(file, '{');
  expect((await runCli('schemas', 'import', file, '--data', dir)).stderr).toMatch(/is not JSON/);
  expect((await runCli('schemas', 'import', join(dir, 'none'), '--data', dir)).code).toBe(2);
  expect((await runCli('schemas', 'import', file, '--for', 'robot', '--data', dir)).stderr).toMatch(
    /user or group/,
  );
}, 60_000);
