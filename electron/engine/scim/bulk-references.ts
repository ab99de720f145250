/**
 * `bulkId:x` stands for the id that operation x of a Bulk request creates (RFC 7644 §3.7.2): as a whole value, at the
 * end of an address of a user or group (`$ref`, an operation's path), and in a PATCH as a value in a path, such as
 * `members[value eq "bulkId:x"]`, which may also be a key of a value without a path. Anywhere else it is plain text.
 */
import type { Json } from '../../../shared/domain/json.ts';
import { isObject } from '../directory/attribute-rules.ts';

/** undefined: it is not known, and stays as it is. */
type IdOf = (bulkId: string) => string | undefined;

interface Resolving {
  readonly idOf: IdOf;
  /** It is a PATCH: what is called `path` is one, and keys may be. */
  readonly patch: boolean;
}

const whole = /^bulkId:(.+)$/;
const address = /^((?:.*\/)?(?:Users|Groups)\/)bulkId:([^/?#]+)$/;
/** A text in quotes, or what is left after a quote that is never closed: looking on from inside it would be quadratic. */
const quoted = /"(?:[^"\\]|\\[\s\S]?)*(?:"|$)/g;

/** The bulkIds that `value` refers to. */
export function referencesIn(value: Json, patch: boolean): Set<string> {
  const found = new Set<string>();
  const note: IdOf = (bulkId) => {
    found.add(bulkId);
    return undefined;
  };
  withIds(value, { idOf: note, patch });
  return found;
}

export function withIds(value: Json, resolving: Resolving): Json {
  if (typeof value === 'string') return textWithIds(value, resolving.idOf);
  if (Array.isArray(value)) return value.map((item) => withIds(item, resolving));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => fieldWithIds(key, item, resolving)));
}

function fieldWithIds(key: string, item: Json, resolving: Resolving): [string, Json] {
  const { idOf, patch } = resolving;
  if (!patch) return [key, withIds(item, resolving)];
  if (key.toLowerCase() === 'path' && typeof item === 'string') return [key, pathWithIds(item, idOf)];
  return [key.includes('[') ? pathWithIds(key, idOf) : key, withIds(item, resolving)];
}

function textWithIds(text: string, idOf: IdOf): string {
  const plain = whole.exec(text)?.[1];
  if (plain !== undefined) return idOf(plain) ?? text;
  const [, before = '', bulkId] = address.exec(text) ?? [];
  const id = bulkId === undefined ? undefined : idOf(bulkId);
  return id === undefined ? text : before + id;
}

function pathWithIds(path: string, idOf: IdOf): string {
  return path.replace(quoted, (literal) => {
    const text = textOf(literal);
    const resolved = text === null ? null : textWithIds(text, idOf);
    return resolved === text ? literal : JSON.stringify(resolved);
  });
}

/** null where it is no string: reading the path will say so. */
function textOf(literal: string): string | null {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}
