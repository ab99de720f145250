/** Push rules from the command line: preview, create, list and delete, with exit codes a script can act on. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { OperationOutcome, PushRulePreview, PushRuleRecord } from '../../shared/domain/simulator.ts';
import { cliJson, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-workspace.ts';

const dir = join(tempDir(), 'ws');
const rules = (...args: string[]) => ['sim', 'rules', ...args, '--data', dir];

beforeAll(async () => {
  expect((await runCli('sim', 'fill', '--people', '10', '--groups', '4', '--data', dir)).code).toBe(0);
}, 60_000);

test('a rule is previewed, created, listed and deleted', { timeout: 60_000 }, async () => {
  const wanted = ['--group-name', 'STAFF', '--name-operator', 'ends'];
  const preview = await cliJson<PushRulePreview>(...rules('create', ...wanted, '--preview'));
  expect([preview.total, preview.refused, preview.groups[0]?.name]).toEqual([1, null, 'All staff']);
  expect(await cliJson(...rules('list'))).toEqual([]);

  const create = ['create', '--name', 'Staff', ...wanted, '--dialect', 'wizard'];
  const made = await cliJson<{ groups: OperationOutcome }>(...rules(...create));
  expect(made.groups).toMatchObject({ done: 1, failed: 0 });
  const again = await runCli(...rules(...create));
  expect([again.code === 0, again.stderr]).toEqual([false, expect.stringMatching(/The name Staff is taken/)]);

  const [rule] = await cliJson<PushRuleRecord[]>(...rules('list'));
  expect(rule).toMatchObject({ name: 'Staff', status: 'ACTIVE', groups: 1, errors: 0 });
  const listed = await runCli(...rules('list'));
  expect(listed.stdout).toContain('name ends with "STAFF"');

  const gone = await runCli(...rules('delete', '--name', 'nobody'));
  expect(gone.stderr).toMatch(/There is no push rule "nobody"\. There are: Staff\./);
  const deleted = await cliJson<{ groups: OperationOutcome }>(
    ...rules('delete', '--name', 'staff', '--delete-groups'),
  );
  expect(deleted.groups).toMatchObject({ done: 1, failed: 0 });
  expect(await cliJson(...rules('list'))).toEqual([]);
});

test('what cannot be a rule is refused in words', { timeout: 60_000 }, async () => {
  const none = await runCli(...rules('create', '--name', 'Empty'));
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/Give a condition on the group name/)]);
  const odd = await runCli(
    ...rules('create', '--name', 'Odd', '--group-name', 'A', '--name-operator', 'like'),
  );
  expect([odd.code, odd.stderr]).toEqual([
    2,
    expect.stringMatching(/--name-operator is starts, ends or contains/),
  ]);
});
