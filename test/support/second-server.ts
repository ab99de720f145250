/**
 * Starts the SCIM server that we did not write (scimmy-peer.mjs) as a process of its own. Its packages stay out of
 * the project's lockfile: `npm ci` puts them into bench/peer by that folder's lockfile the first time (docs/decisions/0014).
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Json, JsonObject } from '../../shared/domain/json.ts';

const folder = join(import.meta.dirname, '..', '..', 'bench', 'peer');

export const peerToken = 'a-token-of-the-other-server';

export interface SecondServer {
  readonly baseUrl: string;
  /** Straight to it, past the simulator: what it holds. */
  call(method: string, path: string, body?: Json): Promise<{ status: number; body: JsonObject }>;
  close(): Promise<void>;
}

/** @throws where its packages cannot be installed; nothing is skipped over that */
export async function startSecondServer(): Promise<SecondServer> {
  installOnce();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'scimmy-peer.mjs'), peerToken], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    exited.then(() => {
      throw new Error('The second SCIM server ended before it listened.');
    }),
  ]);
  const { port } = JSON.parse(first) as { port: number };
  const baseUrl = `http://127.0.0.1:${port}/scim/v2`;
  return {
    baseUrl,
    call: (method, path, body) => call(baseUrl + path, method, body),
    close: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function installOnce(): void {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  console.log('Installing the second SCIM server (scimmy, Express 4) with npm ci in bench/peer, once.');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    timeout: 170_000,
  });
}

async function call(url: string, method: string, body?: Json): Promise<{ status: number; body: JsonObject }> {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${peerToken}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as JsonObject) };
}
