/** Who holds a TCP port, for a sentence a person can act on. Best effort: Linux tells, elsewhere the answer is null. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** The PID that listens on `port`, or null where it cannot be told. */
export function pidOnPort(port: number): number | null {
  if (process.platform !== 'linux') return null;
  try {
    const inodes = listeningInodes(port);
    if (inodes.size === 0) return null;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (holdsOne(pid, inodes)) return Number(pid);
    }
  } catch {
    return null;
  }
  return null;
}

function listeningInodes(port: number): Set<string> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const cells = line.trim().split(/\s+/);
      // 0A: listening
      if (cells[1]?.endsWith(`:${wanted}`) && cells[3] === '0A' && cells[9] !== undefined)
        found.add(cells[9]);
    }
  }
  return found;
}

function holdsOne(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    // another user's process, or one that just ended
    return false;
  }
}

/** A port of 127.0.0.1 that is free now, the first at or above `from`; 0 where none of the next twenty is. */
export async function freePortFrom(from: number): Promise<number> {
  for (let port = from; port < Math.min(from + 20, 65_536); port++) {
    if (await isFree(port)) return port;
  }
  return 0;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
