/**
 * Looks over a request body before JSON.parse sees it: one linear pass that refuses depth, duplicate names, names
 * that reach prototypes, and ill-formed Unicode (security.md 0.4, 0.6, 0.19, B21 to B31). Fastify's own guard does not
 * cover application/scim+json, hence this one for both media types.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';

const deepest = 32;
const mostNames = 1000;
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(message: string, scimType = 'invalidSyntax'): AppFault {
  return new AppFault('invalid-input', message, { details: { scimType } });
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** UTF-8 to text; a byte order mark is dropped. @throws AppFault `invalid-input` (B29) */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw refuse('Request body is not valid UTF-8.');
  }
}

/** @throws AppFault `invalid-input` with a scimType */
export function parseBody(text: string): JsonObject {
  scan(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw refuse('Request body must be a JSON object.');
    throw refuse(`Request body is not valid JSON (near character ${errorPosition(error, text)}).`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('Request body must be a JSON object.');
  return value as JsonObject;
}

function errorPosition(error: unknown, text: string): number {
  const found = /position (\d+)/.exec(String((error as Error).message));
  return found === null ? text.length : Number(found[1]);
}

/** One open object (`names` of it, folded) or list (null). */
interface Level {
  readonly names: Set<string> | null;
  /** The name whose value comes next; in a list, the one it belongs to. */
  name: string;
  awaitsName: boolean;
}

/** Tolerates broken syntax: JSON.parse judges that. */
function scan(text: string): void {
  const levels: Level[] = [];
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      i = scanString(text, i, levels[levels.length - 1]);
      continue;
    }
    if (c === 0x7b || c === 0x5b) open(levels, c === 0x7b);
    else if (c === 0x7d || c === 0x5d) levels.pop();
    else if (c === 0x2c) {
      const level = levels[levels.length - 1];
      if (level?.names) level.awaitsName = true;
    }
    i++;
  }
}

function open(levels: Level[], isObject: boolean): void {
  if (levels.length >= deepest) throw refuse(`JSON is nested deeper than ${deepest} levels.`);
  const name = levels[levels.length - 1]?.name ?? 'Request body';
  levels.push({ names: isObject ? new Set() : null, name, awaitsName: isObject });
}

/** Answers with the index after the closing quote. */
function scanString(text: string, start: number, level: Level | undefined): number {
  let end = start + 1;
  let escaped = false;
  for (; end < text.length; end++) {
    const c = text.charCodeAt(end);
    if (c === 0x22) break;
    if (c === 0x5c) {
      escaped = true;
      end++;
    }
  }
  const isName = level?.awaitsName === true;
  if (isName || escaped) {
    const value = escaped ? decodeLiteral(text.slice(start, end + 1)) : text.slice(start + 1, end);
    if (isName) takeName(level, value);
    else if (!value.isWellFormed())
      throw refuse(
        `${(level?.name ?? 'Request body').slice(0, 80)} contains invalid Unicode.`,
        'invalidValue',
      );
  }
  return end + 1;
}

function decodeLiteral(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return '';
  }
}

function takeName(level: Level, name: string): void {
  const folded = name.toLowerCase();
  if (forbidden.has(folded) || !name.isWellFormed()) throw refuse('Attribute name not allowed.');
  const names = level.names as Set<string>;
  if (names.has(folded)) throw refuse(`Attribute ${name.slice(0, 80)} appears more than once.`);
  names.add(folded);
  if (names.size > mostNames) throw refuse(`Too many attributes (limit ${mostNames}).`);
  level.name = name;
  level.awaitsName = false;
}
