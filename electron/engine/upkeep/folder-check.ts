/**
 * What surrounds the workspace file: who may read it, how large its journal is, how much room is left, whether the
 * folder lies where SQLite's locks cannot be trusted (security.md T26, T36). Reads names and sizes, no content but the
 * log's own check.
 */
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckLine } from '../../../shared/domain/upkeep.ts';
import { backupFolder, listBackups } from '../storage/backup-folder.ts';
import { openReadOnly } from '../storage/database.ts';
import { freeBytes } from '../storage/free-space.ts';
import { databasePath } from '../storage/workspace-files.ts';

const megabyte = 1024 * 1024;
const largeJournal = 64 * megabyte;
const littleRoom = 100 * megabyte;
const day = 86_400_000;

export function checkFolder(dir: string, now: number): CheckLine[] {
  return [journal(dir), room(dir), permissions(dir), place(dir), trafficLog(dir), backups(dir, now)];
}

function journal(dir: string): CheckLine {
  const size = statSync(`${databasePath(dir)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const name = 'Journal';
  if (size > largeJournal)
    return {
      name,
      state: 'warning',
      says: `The journal has ${megabytes(size)} MB. It is folded in when Rollcall is closed.`,
    };
  return { name, state: 'ok', says: `${megabytes(size)} MB wait to be folded into the file.` };
}

function room(dir: string): CheckLine {
  const free = freeBytes(dir);
  const says = `${megabytes(free)} MB free on the disk of the workspace.`;
  return { name: 'Room', state: free < littleRoom ? 'warning' : 'ok', says };
}

function megabytes(bytes: number): string {
  return Math.round(bytes / megabyte).toLocaleString('en-US');
}

/** On Windows the profile folder protects the files. */
function permissions(dir: string): CheckLine {
  const name = 'Permissions';
  if (process.platform === 'win32') return { name, state: 'ok', says: 'As the folder they lie in.' };
  const open = [
    ...tooOpen(dir, '.', 0o700),
    ...filesOf(dir).flatMap((file) => tooOpen(dir, file, 0o600)),
    ...tooOpen(dir, 'backups', 0o700),
    ...filesOf(backupFolder(dir)).flatMap((file) => tooOpen(dir, join('backups', file), 0o600)),
  ];
  if (open.length === 0) return { name, state: 'ok', says: 'Only you can read the folder and its files.' };
  const named = open.slice(0, 3).join(', ') + (open.length > 3 ? ', …' : '');
  return {
    name,
    state: 'warning',
    says: `Others on this computer may read ${named}. Take their rights away with chmod.`,
  };
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.(db|key|json)(\W|$)/.test(name));
}

function tooOpen(dir: string, name: string, most: number): string[] {
  const found = statSync(join(dir, name), { throwIfNoEntry: false });
  return found !== undefined && (found.mode & 0o777 & ~most) !== 0 ? [name] : [];
}

function place(dir: string): CheckLine {
  const says = placeWarning(dir, process.platform === 'linux' ? statfsSync(dir).type : null);
  if (says !== null) return { name: 'Place', state: 'warning', says };
  return { name: 'Place', state: 'ok', says: 'On a disk of this computer, as far as can be told.' };
}

/** Magic numbers of Linux file systems (linux/magic.h): NFS, SMB, CIFS, SMB2, 9P, Ceph, AFS. */
const networkTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x00c36400, 0x5346414f]);
const cloudFolders =
  /(^|[\\/])(onedrive[^\\/]*|dropbox|google ?drive|my drive|mobile documents|icloud ?drive|box( sync)?|nextcloud|owncloud|pcloud ?drive)([\\/]|$)/i;

/** @param type of the file system as `statfs` gives it; null where it says nothing */
export function placeWarning(dir: string, type: number | null): string | null {
  if (type !== null && networkTypes.has(type >>> 0))
    return 'The folder lies on a network drive. Its locks cannot be trusted, and two computers could damage the file. Move it to a disk of this computer.';
  const cloud = cloudFolders.exec(dir)?.[2];
  if (cloud === undefined) return null;
  return `The folder lies in ${cloud}, which copies files while they are written. Move it out, and put backups there instead.`;
}

function trafficLog(dir: string): CheckLine {
  const name = 'Traffic log';
  const path = join(dir, 'traffic.db');
  if (!existsSync(path)) return { name, state: 'ok', says: 'There is none yet.' };
  try {
    const log = openReadOnly(path);
    try {
      const found = log.pragma('quick_check(1)');
      if (found !== 'ok') throw new Error(String(found));
      return { name, state: 'ok', says: `In order, ${megabytes(statSync(path).size)} MB.` };
    } finally {
      log.close();
    }
  } catch {
    const says =
      'Damaged. Rollcall puts it aside at its next start and begins a new one. Users and groups are not in it.';
    return { name, state: 'warning', says };
  }
}

function backups(dir: string, now: number): CheckLine {
  const name = 'Backups';
  const found = listBackups(dir);
  const [newest] = found;
  if (newest === undefined) return { name, state: 'warning', says: 'There is no backup yet.' };
  const days = Math.floor((now - newest.at) / day);
  const age = days < 1 ? 'less than a day old' : days === 1 ? 'a day old' : `${days} days old`;
  return {
    name,
    state: days > 7 ? 'warning' : 'ok',
    says: `${found.length === 1 ? 'One' : found.length}, the newest ${age}.`,
  };
}
