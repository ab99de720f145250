/**
 * Where Electron is, without loading the `electron` package: loading it on plain Node starts a download that may
 * hang. Offline the app opens in the browser instead, and says why (docs/decisions/0004).
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { request } from 'undici';
import { say } from './output.ts';

export type ElectronAnswer = { readonly path: string } | { readonly why: string };

/** How long to ask whether a download is possible, ms. */
const askFor = 1500;

export async function findElectron(): Promise<ElectronAnswer> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { why: 'there is no display here' };
  }
  const override = process.env.ROLLCALL_ELECTRON;
  if (override !== undefined && existsSync(override)) return { path: override };
  const folder = packageFolder();
  if (folder === null) return { why: 'the electron package is not installed' };
  const installed = binaryIn(folder);
  if (installed !== null) return { path: installed };
  if (!(await downloadReachable()))
    return { why: "Electron's binary is not installed and cannot be downloaded from here" };
  say('Downloading Electron (once)…');
  await runInstaller(folder);
  const fresh = binaryIn(folder);
  return fresh === null ? { why: "Electron's download failed" } : { path: fresh };
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

function binaryIn(folder: string): string | null {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

async function downloadReachable(): Promise<boolean> {
  const mirror =
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    const answer = await request(mirror, {
      method: 'HEAD',
      signal: AbortSignal.timeout(askFor),
      headersTimeout: askFor,
    });
    await answer.body.dump();
    return answer.statusCode < 500;
  } catch {
    return false;
  }
}

function runInstaller(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'inherit' });
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}
