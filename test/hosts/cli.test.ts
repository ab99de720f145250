import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { cliJson, runCli, serve, startCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-workspace.ts';

interface Made {
  id: string;
  token: string;
}

async function users(scim: string, token: string): Promise<number> {
  return (await fetch(`${scim}/Users`, { headers: { authorization: `Bearer ${token}` } })).status;
}

describe('the contract for scripts', () => {
  it('serve prints one line of JSON when it is ready, and SIGTERM stops it cleanly', async () => {
    const dir = tempDir();
    const before = await cliJson<Made>('tokens', 'create', '--name', 'before', '--data', dir);
    const { ready, stop, child } = await serve(dir);
    expect(ready).toEqual({
      scim: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/),
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#k=[\w-]{43}$/),
      data: dir,
      pid: child.pid,
    });
    const during = await cliJson<Made>('tokens', 'create', '--name', 'during', '--data', dir);
    expect(await users(ready.scim, before.token)).toBe(200);
    expect(await users(ready.scim, during.token)).toBe(200);
    await runCli('tokens', 'revoke', during.id, '--data', dir);
    expect(await users(ready.scim, during.token)).toBe(401);
    expect(await stop()).toBe(0);
    expect(existsSync(join(dir, 'runtime.json'))).toBe(false);
    expect(existsSync(join(dir, 'rollcall.db-wal'))).toBe(false);
  });

  it('seed fills a workspace with the same people each time', async () => {
    const dir = tempDir();
    const first = await cliJson<{ users: number; groups: number }>(
      'seed',
      '--users',
      '300',
      '--groups',
      '12',
      '--data',
      dir,
    );
    expect(first).toMatchObject({ users: 300, groups: 12 });
    const again = await cliJson<{ users: number }>('seed', '--users', '300', '--groups', '12', '--data', dir);
    expect(again.users).toBe(0);
    const page = await cliJson<{ total: number; rows: { userName: string }[] }>(
      'users',
      'list',
      '--filter',
      'userName sw "a"',
      '--data',
      dir,
    );
    expect(page.rows.length).toBe(page.total);
    expect(page.rows.every((r) => r.userName.startsWith('a'))).toBe(true);
  });

  it('console prints a new link while a host runs, and says so where none does', async () => {
    const dir = tempDir();
    const { ready, stop } = await serve(dir);
    const { console: link } = await cliJson<{ console: string }>('console', '--data', dir);
    expect(new URL(link).origin).toBe(new URL(ready.console).origin);
    expect(link).not.toBe(ready.console);
    await stop();
    const none = await runCli('console', '--data', dir);
    expect(none).toMatchObject({
      code: 1,
      stderr: 'rollcall: No Rollcall runs on this workspace. Start one with rollcall serve.\n',
    });
  });
});

describe('lists', () => {
  it('leave and come back with nothing to change', async () => {
    const dir = tempDir();
    await cliJson('seed', '--users', '250', '--groups', '5', '--data', dir);
    for (const format of ['okta-csv', 'csv']) {
      const file = join(dir, `${format}.csv`);
      await cliJson(
        'export',
        'users',
        '--format',
        format,
        '--include-inactive',
        '--output',
        file,
        '--data',
        dir,
      );
      const plan = await cliJson<Record<string, unknown>>('import', file, '--preview', '--data', dir);
      expect(plan).toMatchObject({ create: 0, update: 0, unchanged: 250, skip: 0, blockers: 0 });
    }
    const groups = join(dir, 'groups.csv');
    await cliJson('export', 'groups', '--format', 'csv', '--output', groups, '--data', dir);
    expect(await cliJson('import', groups, '--kind', 'groups', '--preview', '--data', dir)).toMatchObject({
      create: 0,
      update: 0,
      unchanged: 5,
    });
  });

  it('are applied whole or not at all', async () => {
    const dir = tempDir();
    const good = join(dir, 'good.csv');
    writeFileSync(
      good,
      'login,firstName,lastName,email\nana@acme.example,Ana,Ruiz,ana@acme.example\nben@acme.example,Ben,Sauer,ben@acme.example\n',
    );
    expect(await cliJson('import', good, '--apply', '--data', dir)).toMatchObject({ created: 2, updated: 0 });
    const changed = join(dir, 'changed.csv');
    writeFileSync(
      changed,
      `login,firstName\nana@acme.example,Anna\nnew@acme.example,${'x'.repeat(70_000)}\n`,
    );
    const refused = await runCli('import', changed, '--apply', '--data', dir);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^rollcall: Row 3: .*Nothing was imported\.\n$/);
    const page = await cliJson<{ total: number; rows: { name: string }[] }>('users', 'list', '--data', dir);
    expect(page.rows.map((r) => r.name)).toEqual(['Ana Ruiz', 'Ben Sauer']);
  });

  it('that cannot be read are refused in words (C5, C8, C11)', async () => {
    const dir = tempDir();
    const unclosed = join(dir, 'unclosed.csv');
    writeFileSync(unclosed, 'login,email\na@x.example,"a\n');
    expect(await runCli('import', unclosed, '--apply', '--data', dir)).toMatchObject({
      code: 2,
      stderr: 'rollcall: Row 2: a quote is opened and never closed. Nothing was imported.\n',
    });
    writeFileSync(join(dir, 'book.csv'), Buffer.from('504b0304140006000800', 'hex'));
    expect((await runCli('import', join(dir, 'book.csv'), '--preview', '--data', dir)).stderr).toContain(
      'Export it as CSV first.',
    );
    expect((await runCli('import', dir, '--preview', '--data', dir)).stderr).toBe(
      'rollcall: Choose a regular file.\n',
    );
    expect((await runCli('import', join(dir, 'none.csv'), '--preview', '--data', dir)).stderr).toBe(
      'rollcall: The file could not be read (ENOENT).\n',
    );
  });
});

describe('what cannot be done is said, with an exit code', () => {
  it('wrong usage is 2, with a suggestion (L1)', async () => {
    expect(await runCli('serv')).toMatchObject({
      code: 2,
      stderr: 'rollcall: There is no command "serv". Did you mean serve?\n',
    });
    expect(await runCli('serve', '--scim-prot', '0')).toMatchObject({
      code: 2,
      stderr: 'rollcall: There is no flag --scim-prot. Did you mean --scim-port?\n',
    });
    expect((await runCli('serve', '--scim-port', 'x')).stderr).toBe(
      'rollcall: --scim-port takes a whole number, not "x".\n',
    );
    expect((await runCli('tokens')).stderr).toContain('tokens create');
  });

  it('the console is never for other machines (L3)', async () => {
    const refused = await runCli('serve', '--host', '0.0.0.0', '--data', tempDir());
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/Refusing to expose the admin UI\./);
  });

  it('a port in use is named with its holder (L2)', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
    });
    const refused = await runCli('serve', '--scim-port', String(port), '--data', tempDir());
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      `rollcall: Port ${port} is in use by PID ${process.pid}. Try --scim-port 0.\n`,
    );
    const page = await runCli(
      'serve',
      '--scim-port',
      '0',
      '--console-port',
      String(port),
      '--data',
      tempDir(),
    );
    expect(page).toMatchObject({
      code: 1,
      stderr: `rollcall: Port ${port} is in use. Try --console-port 0.\n`,
    });
    holder.close();
  });

  it('a workspace that is open is refused with who has it (L5)', async () => {
    const dir = tempDir();
    const { ready, stop } = await serve(dir);
    const second = await runCli('serve', '--scim-port', '0', '--console-port', '0', '--data', dir);
    expect(second.code).toBe(6);
    expect(second.stderr).toBe(
      `rollcall: Already running (PID ${ready.pid}, ${ready.scim}). This workspace is open there.\n`,
    );
    await stop();
  });

  it('a newer, a damaged and a foreign file are refused and not touched (L4)', async () => {
    const dir = tempDir();
    await cliJson('seed', '--users', '5', '--groups', '1', '--data', dir);
    const file = join(dir, 'rollcall.db');
    const good = readFileSync(file);
    const newer = new Database(file);
    newer.pragma('user_version = 99');
    newer.close();
    const cases: readonly (readonly [Buffer, number, RegExp])[] = [
      [readFileSync(file), 3, /written by a newer Rollcall \(schema 99/],
      [Buffer.alloc(0), 4, /is empty/],
      [Buffer.concat([Buffer.alloc(100), good.subarray(100)]), 4, /header is damaged/],
      [good.subarray(0, 9000), 4, /damaged/],
    ];
    for (const [bytes, code, words] of cases) {
      writeFileSync(file, bytes);
      const refused = await runCli('serve', '--scim-port', '0', '--data', dir);
      expect(refused.code).toBe(code);
      expect(refused.stderr).toMatch(words);
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      );
    }
    writeFileSync(file, good);
    expect(await cliJson('users', 'list', '--data', dir)).toMatchObject({ total: 5 });
  });

  it('JSON errors are JSON, on stderr', async () => {
    const refused = await runCli('tokens', 'revoke', 'tok_none', '--json', '--data', tempDir());
    expect(refused.stdout).toBe('');
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('output that nobody reads ends quietly (L7)', async () => {
    const dir = tempDir();
    await cliJson('seed', '--users', '500', '--groups', '0', '--data', dir);
    const child = startCli(['users', 'list', '--limit', '500', '--data', dir]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    let stderr = '';
    child.stderr?.on('data', (d) => {
      stderr += d;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|\bat /);
  });

  it('control and direction characters in names are escaped (L8)', async () => {
    const dir = tempDir();
    await cliJson(
      'call',
      'users.create',
      JSON.stringify({ attributes: { userName: 'x', displayName: 'a\u001b[31mred\u202ereversed' } }),
      '--data',
      dir,
    );
    const { stdout } = await runCli('users', 'list', '--data', dir);
    for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
    expect(stdout).toContain('a\\u001b[31mred\\u202ereversed');
  });

  it('every command explains itself', { timeout: 90_000 }, async () => {
    const overview = await runCli('--help');
    const names = [...overview.stdout.matchAll(/^ {2}(\w+(?: \w+)?) {2,}/gm)].map((m) => m[1] ?? '');
    expect(names.length).toBeGreaterThan(15);
    const helps = await Promise.all(names.map((name) => runCli(...name.split(' '), '--help')));
    for (const help of helps)
      expect(help).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Examples:[\s\S]*Usage: rollcall[\s\S]*--json/),
      });
  });
});
