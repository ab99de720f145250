/**
 * Mixed SCIM writes from a few workers, and a book of what was acknowledged: after a crash each resource must be as
 * the last 2xx said, or as the one write says that was still under way.
 */
import type { Directory } from '../../electron/engine/directory/directory.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { coreGroup, patchBody, userBody } from './scim-start.ts';

/** What a resource may be: the last acknowledged state, then what was sent since without an answer. */
type Possible = string[];

export const gone = '(deleted)';

export interface Book {
  readonly users: Map<string, Possible>;
  /** `group/user` to `in` or `out`. */
  readonly members: Map<string, Possible>;
  acknowledged: number;
  /** Statuses other than 2xx, with how often. */
  readonly refused: Map<number, number>;
}

export function newBook(): Book {
  return { users: new Map(), members: new Map(), acknowledged: 0, refused: new Map() };
}

export interface Load {
  readonly book: Book;
  /** Ends the workers after the request each has under way. */
  stop(): Promise<void>;
}

interface Worker {
  readonly base: string;
  readonly token: string;
  readonly book: Book;
  readonly signal: AbortSignal;
}

let names = 0;

export function startLoad(base: string, token: string, book: Book, width = 4): Load {
  const end = new AbortController();
  const worker: Worker = { base, token, book, signal: end.signal };
  const running = Array.from({ length: width }, () => work(worker));
  return {
    book,
    stop: async () => {
      end.abort();
      await Promise.all(running);
    },
  };
}

/** Creates, renames, adds, removes and deletes until it is stopped or the server is gone. */
async function work(worker: Worker): Promise<void> {
  const group = await send(worker, 'POST', '/Groups', { schemas: [coreGroup], displayName: `g${++names}` });
  const mine: string[] = [];
  for (let i = 0; !worker.signal.aborted; i++) {
    const answer = await step(worker, group?.id ?? null, mine, i);
    if (answer === 'unreachable') return;
  }
}

async function step(worker: Worker, group: string | null, mine: string[], i: number) {
  const { book } = worker;
  const id = mine[i % Math.max(1, mine.length)];
  if (i % 4 === 0 || id === undefined) {
    const name = `load${++names}@x.example`;
    const made = await send(worker, 'POST', '/Users', userBody(name));
    if (made === null) return 'unreachable';
    if (made.id !== undefined) {
      mine.push(made.id);
      book.users.set(made.id, [`Test ${name}`]);
    }
    return 'sent';
  }
  if (i % 4 === 1) {
    const displayName = `Renamed ${i}`;
    const patch = patchBody({ op: 'replace', path: 'displayName', value: displayName });
    return written(worker, ['PATCH', `/Users/${id}`, patch], book.users, id, displayName);
  }
  if (i % 4 === 2 && group !== null) {
    const patch = patchBody({ op: 'add', path: 'members', value: [{ value: id }] });
    return written(worker, ['PATCH', `/Groups/${group}`, patch], book.members, `${group}/${id}`, 'in');
  }
  if (mine.length < 5) return 'sent';
  mine.splice(mine.indexOf(id), 1);
  if (group !== null) book.members.delete(`${group}/${id}`);
  return written(worker, ['DELETE', `/Users/${id}`], book.users, id, gone);
}

async function written(
  worker: Worker,
  request: readonly [string, string, JsonObject?],
  states: Map<string, Possible>,
  key: string,
  state: string,
): Promise<'sent' | 'unreachable'> {
  const before = states.get(key) ?? ['out'];
  states.set(key, [...before, state]);
  const answer = await send(worker, ...request);
  if (answer === null) return 'unreachable';
  states.set(key, answer.ok ? [state] : before);
  return 'sent';
}

/** null where no answer came: the write may have happened or not. */
async function send(
  worker: Worker,
  method: string,
  path: string,
  body?: JsonObject,
): Promise<{ ok: boolean; id?: string } | null> {
  try {
    const reply = await fetch(worker.base + path, {
      method,
      headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (reply.ok) worker.book.acknowledged += 1;
    else worker.book.refused.set(reply.status, (worker.book.refused.get(reply.status) ?? 0) + 1);
    const id = reply.ok && text !== '' ? (JSON.parse(text) as { id: string }).id : undefined;
    return { ok: reply.ok, ...(id === undefined ? {} : { id }) };
  } catch {
    return null;
  }
}

/** What was acknowledged and is not there; empty is good. */
export function lostWrites(book: Book, directory: Directory): string[] {
  const lost: string[] = [];
  for (const [id, possible] of book.users) {
    const found = directory.findUser(id)?.displayName ?? gone;
    if (!possible.includes(found)) lost.push(`user ${id} is ${found}, acknowledged ${possible.join(' or ')}`);
  }
  const groups = new Set([...book.members.keys()].map((key) => key.split('/')[0] ?? ''));
  for (const group of groups) {
    const inside = membersOf(directory, group);
    for (const [key, possible] of book.members) {
      const [of, user] = key.split('/');
      if (of !== group) continue;
      const found = inside.has(user ?? '') ? 'in' : 'out';
      if (!possible.includes(found)) lost.push(`${key} is ${found}, acknowledged ${possible.join(' or ')}`);
    }
  }
  return lost;
}

function membersOf(directory: Directory, group: string): Set<string> {
  const ids = new Set<string>();
  for (let offset = 0; ; offset += 500) {
    const page = directory.memberRows(group, { offset, limit: 500 });
    for (const row of page.rows) ids.add(row.id);
    if (page.rows.length < 500) return ids;
  }
}
