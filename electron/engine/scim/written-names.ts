/**
 * The attributes that a writing request names. What a schema returns on `request` only goes out in the answer to a
 * POST, PUT or PATCH that named it (RFC 7643 §7); nothing else asks for these names.
 */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { isObject } from '../directory/value-rules.ts';

/** Names as the client wrote them: keys of a resource, paths and keys of PATCH operations, without value filters. */
export function writtenNames(body: JsonObject): string[] {
  const operations = body[Object.keys(body).find((k) => k.toLowerCase() === 'operations') ?? ''];
  if (!Array.isArray(operations)) return keysOf(body);
  return operations.flatMap((operation) => (isObject(operation) ? namesOf(operation) : []));
}

function namesOf(operation: JsonObject): string[] {
  const field = (name: string) =>
    operation[Object.keys(operation).find((k) => k.toLowerCase() === name) ?? ''];
  const path = field('path');
  const value: Json | undefined = field('value');
  if (typeof path !== 'string' || path.trim() === '') return isObject(value) ? keysOf(value) : [];
  return parts(withoutFilter(path.trim()), value);
}

/** `emails[type eq "work"].value` is about `emails.value`. */
function withoutFilter(path: string): string {
  const open = path.indexOf('[');
  return open === -1 ? path : path.slice(0, open) + path.slice(path.lastIndexOf(']') + 1);
}

function keysOf(value: JsonObject): string[] {
  return Object.keys(value).flatMap((key) => parts(withoutFilter(key), value[key]));
}

/** An extension that comes as an object names its attributes. */
function parts(name: string, value: Json | undefined): string[] {
  const isExtension = name.length > 4 && name[3] === ':' && isObject(value);
  return isExtension ? [name, ...Object.keys(value).map((key) => `${name}:${key}`)] : [name];
}
