/**
 * What a server made of what it was sent, where it answers with the resource: a 200 that did something else is the
 * kind of failure that nobody sees. Okta is not known to compare; the note is ours and changes nothing.
 *
 * Not here: attributes that the answer leaves out. A server may answer with a part (RFC 7644 §3.9).
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { asObject, type Peer, type PeerAnswer } from './peer.ts';

/** Says in the outcome which of the attributes came out otherwise. @param who login */
export function noteDifferences(peer: Peer, who: string, sent: JsonObject, answer: PeerAnswer): void {
  const answered = asObject(answer.body);
  const different = answered === null ? [] : differences(sent, answered);
  if (different.length === 0) return;
  peer.note(
    `The server answered ${answer.status} for ${who}, but what it has now is not what was sent: ${different.join(', ')}.`,
  );
}

function differences(sent: JsonObject, answered: JsonObject): string[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    const got = answered[name];
    if (got === undefined) return [];
    if (Array.isArray(value)) return listDifference(name, value, got);
    return holds(value, got) ? [] : [name];
  });
}

function listDifference(name: string, sent: readonly Json[], got: Json): string[] {
  if (!Array.isArray(got)) return [name];
  const times = sent.map((item) => got.filter((other) => holds(item, other)).length);
  if (times.includes(0)) return [name];
  const most = Math.max(0, ...times);
  return most > 1 ? [`${name} (the same entry ${most} times)`] : [];
}

/** Everything of `sent` that `got` speaks of is the same there. */
function holds(sent: Json, got: Json): boolean {
  if (typeof sent !== 'object' || sent === null) return sent === got;
  if (typeof got !== 'object' || got === null) return false;
  if (Array.isArray(sent) || Array.isArray(got)) return JSON.stringify(sent) === JSON.stringify(got);
  return Object.entries(sent).every(([name, value]) => got[name] === undefined || holds(value, got[name]));
}
