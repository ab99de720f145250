/** The requests of the bench, and the few that prepare a subject for it (ids, groups), as a SCIM client sends them. */
import type { InventedPerson } from '../electron/engine/base/people.ts';
import type { Call } from './load-plan.ts';
import { sampleId, sentUser } from './sample-people.ts';
import type { Subject } from './subjects.ts';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Rollcall takes so many in one request. */
const mostMembers = 50_000;

export function get(path: string): Call {
  return { method: 'GET', path };
}

export function lookUp(base: string, userName: string): Call {
  return get(`${base}/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
}

/** @param startIndex 1-based */
export function pageFrom(base: string, startIndex: number): Call {
  return get(`${base}/Users?startIndex=${startIndex}&count=100`);
}

export function createUser(base: string, person: InventedPerson, userName: string): Call {
  return { method: 'POST', path: `${base}/Users`, body: JSON.stringify(sentUser(person, userName)) };
}

export function patch(path: string, ...operations: readonly object[]): Call {
  return { method: 'PATCH', path, body: JSON.stringify({ schemas: [patchSchema], Operations: operations }) };
}

export function addMembers(group: string, ids: readonly string[]): Call {
  return patch(group, { op: 'add', path: 'members', value: ids.map((value) => ({ value })) });
}

export function removeMember(group: string, id: string): Call {
  return patch(group, { op: 'remove', path: `members[value eq "${id}"]` });
}

async function ask<T>(subject: Subject, call: Call): Promise<T> {
  const answer = await fetch(subject.origin + call.path, {
    method: call.method,
    headers: { ...subject.headers, 'content-type': 'application/scim+json' },
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${call.method} ${call.path}: ${answer.status} ${text.slice(0, 300)}`);
  return (text === '' ? {} : JSON.parse(text)) as T;
}

interface IdPage {
  readonly totalResults: number;
  readonly Resources: readonly { readonly id: string }[];
}

/** Ids of the first `count` users: the floor and the peer hold known ones, Rollcall is asked for its own. */
export async function userIds(subject: Subject, count: number): Promise<string[]> {
  if (subject.name !== 'Rollcall') return Array.from({ length: count }, (_, i) => sampleId(i));
  const ids: string[] = [];
  while (ids.length < count) {
    const path = `${subject.base}/Users?attributes=id&startIndex=${ids.length + 1}&count=1000`;
    const page = await ask<IdPage>(subject, get(path));
    if (page.Resources.length === 0) throw new Error(`only ${ids.length} of ${count} users`);
    ids.push(...page.Resources.map((user) => user.id));
  }
  return ids.slice(0, count);
}

export interface MadeGroup {
  /** Path of the group, and how many it holds. */
  readonly path: string;
  readonly size: number;
  readonly tookMs: number;
}

/** A group of Rollcall with these members, built as a client has to: created empty, then added to. */
export async function makeGroup(
  subject: Subject,
  displayName: string,
  ids: readonly string[],
): Promise<MadeGroup> {
  const began = performance.now();
  const body = JSON.stringify({ schemas: [groupSchema], displayName });
  const made = await ask<{ id: string }>(subject, { method: 'POST', path: `${subject.base}/Groups`, body });
  const path = `${subject.base}/Groups/${made.id}`;
  for (let at = 0; at < ids.length; at += mostMembers)
    await ask(subject, addMembers(path, ids.slice(at, at + mostMembers)));
  return { path, size: ids.length, tookMs: performance.now() - began };
}

/** A group that the floor or the peer holds from its start. */
export function heldGroup(subject: Subject, name: 'ten' | 'thousands' | 'all', size: number): MadeGroup {
  return { path: `${subject.base}/Groups/${name}`, size, tookMs: 0 };
}
