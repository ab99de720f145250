/** Runs the real command line in processes of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const cliPath = join(import.meta.dirname, '..', '..', 'electron', 'cli', 'rollcall.mjs');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [cliPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

export function runCli(...args: string[]): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = startCli(args);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (d) => {
      stdout += d;
    });
    child.stderr?.on('data', (d) => {
      stderr += d;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export async function cliJson<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await runCli(...args, '--json');
  if (code !== 0) throw new Error(`rollcall ${args.join(' ')} ended ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

export interface Served {
  readonly scim: string;
  readonly console: string;
  readonly data: string;
  readonly pid: number;
}

/** `rollcall serve`, ready. `stop` sends SIGTERM and answers with the exit code. */
export async function serve(
  dir: string,
  ...more: string[]
): Promise<{
  ready: Served;
  stop: () => Promise<number | null>;
  /** What it has said so far. */
  stderr: () => string;
  child: ChildProcess;
}> {
  const child = startCli([
    'serve',
    '--data',
    dir,
    '--scim-port',
    '0',
    '--console-port',
    '0',
    '--json',
    ...more,
  ]);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let stderr = '';
  child.stderr?.on('data', (d) => {
    stderr += d;
  });
  const line = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).once('line', resolve);
    void exited.then((code) => reject(new Error(`serve ended ${code}: ${stderr}`)));
  });
  return {
    ready: JSON.parse(line) as Served,
    child,
    stderr: () => stderr,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
