/**
 * Runs a program of ours under strace (Linux), which sees each call that reaches the disk and can make one fail.
 * Where strace cannot be had, `straceMissing` says why, for the name of a skipped test.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Follows threads, prints the path of each descriptor, and strings as bytes. */
const always = ['-f', '-y', '-xx', '--seccomp-bpf'];

/** What reaches the disk or an observer; `fdatasync` is what SQLite's own build calls. */
export const diskCalls =
  'openat,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2';

export function straceMissing(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux';
  const tried = spawnSync('strace', [...always, '-e', 'trace=openat', '-o', '/dev/null', 'true']);
  if (tried.error !== undefined) return 'strace is not installed: apt-get install strace';
  return tried.status === 0 ? null : 'strace may not trace here';
}

/** @param options of strace, before the program */
export function underStrace(
  options: readonly string[],
  program: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn('strace', [...always, ...options, ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}
