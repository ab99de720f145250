/**
 * The console in a real Chromium: each spec file gets a workspace of its own, served by the real command line, and a
 * page that is signed in through the one-time link. A page that complains in its console fails its test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { cliJson, runCli, type Served, serve } from '../support/run-cli.ts';
import { ConsoleApp } from './pages/console-app.ts';

export interface ServedWorkspace extends Served {
  readonly dir: string;
  /** A provisioning token with read and write. */
  readonly token: string;
  scimCall(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

interface WorkerFixtures {
  /** How many users and groups the workspace starts with. */
  seeded: { users: number; groups: number };
  workspace: ServedWorkspace;
}

export const test = base.extend<{ app: ConsoleApp }, WorkerFixtures>({
  seeded: [
    { users: 0, groups: 0 },
    { option: true, scope: 'worker' },
  ],
  workspace: [
    async ({ seeded }, use) => {
      const dir = mkdtempSync(join(tmpdir(), 'rollcall-e2e-'));
      const data = join(dir, 'workspace');
      if (seeded.users > 0)
        await runCli(
          'seed',
          '--users',
          String(seeded.users),
          '--groups',
          String(seeded.groups),
          '--data',
          data,
        );
      const { token } = await cliJson<{ token: string }>(
        'tokens',
        'create',
        '--name',
        'End to end',
        '--data',
        data,
      );
      const { ready, stop } = await serve(data);
      await use({ ...ready, dir, token, scimCall: caller(ready.scim, token) });
      const code = await stop();
      rmSync(dir, { recursive: true, force: true });
      expect(code).toBe(0);
    },
    { scope: 'worker' },
  ],
  app: async ({ page, workspace }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const { console: link } = await cliJson<{ console: string }>('console', '--data', workspace.data);
    await page.goto(link);
    const app = new ConsoleApp(page);
    await app.ready();
    await use(app);
    expect(complaints.filter((text) => !app.expected.some((pattern) => pattern.test(text)))).toEqual([]);
  },
});

function caller(scim: string, own: string): ServedWorkspace['scimCall'] {
  return async (method, path, body, token = own) => {
    const answer = await fetch(scim + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/scim+json',
        'user-agent': 'Okta SCIM Client 1.0.0',
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
}

export { expect };
