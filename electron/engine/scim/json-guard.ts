/**
 * Looks over a request body before JSON.parse sees it: one linear pass that refuses depth, duplicate names, names
 * that reach prototypes, and ill-formed Unicode (security.md 0.4, 0.6, 0.19, B21 to B31). Fastify's own guard does not
 * cover application/scim+json, hence this one for both media types.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';

const deepest = 32;
const mostNames = 1000;
/** A search through so few names is quicker than a set of them. */
const fewNames = 16;

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

/** One open object or list, with the names of an object as they are folded: the first few, then all. */
interface Level {
  readonly isObject: boolean;
  readonly few: string[];
  many: Set<string> | null;
  /** The name whose value comes next; in a list, the one it belongs to. */
  name: string;
  awaitsName: boolean;
}

/** Tolerates broken syntax: JSON.parse judges that. */
function scan(text: string): void {
  const levels: Level[] = [];
  // without an escape every text ends at the next quote, and is as well formed as the whole
  const plain = !text.includes('\\');
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      const level = levels[levels.length - 1];
      i = plain ? scanPlain(text, i, level) : scanString(text, i, level);
      continue;
    }
    if (c === 0x7b || c === 0x5b) open(levels, c === 0x7b);
    else if (c === 0x7d || c === 0x5d) levels.pop();
    else if (c === 0x2c) {
      const level = levels[levels.length - 1];
      if (level?.isObject === true) level.awaitsName = true;
    }
    i++;
  }
}

function open(levels: Level[], isObject: boolean): void {
  if (levels.length >= deepest) throw refuse(`JSON is nested deeper than ${deepest} levels.`);
  const name = levels[levels.length - 1]?.name ?? 'Request body';
  levels.push({ isObject, few: [], many: null, name, awaitsName: isObject });
}

/** Answers with the index after the closing quote. */
function scanPlain(text: string, start: number, level: Level | undefined): number {
  const found = text.indexOf('"', start + 1);
  const end = found < 0 ? text.length : found;
  if (level?.awaitsName === true) takeName(level, text.slice(start + 1, end));
  return end + 1;
}

/** As `scanPlain`, where escapes may stand. */
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
  if (isForbidden(folded) || !name.isWellFormed()) throw refuse('Attribute name not allowed.');
  if (!isNew(level, folded)) throw refuse(`Attribute ${name.slice(0, 80)} appears more than once.`);
  if ((level.many?.size ?? 0) > mostNames) throw refuse(`Too many attributes (limit ${mostNames}).`);
  level.name = name;
  level.awaitsName = false;
}

function isForbidden(folded: string): boolean {
  return folded === '__proto__' || folded === 'constructor' || folded === 'prototype';
}

function isNew(level: Level, folded: string): boolean {
  if (level.many === null && level.few.length < fewNames) {
    if (level.few.includes(folded)) return false;
    level.few.push(folded);
    return true;
  }
  level.many ??= new Set(level.few);
  if (level.many.has(folded)) return false;
  level.many.add(folded);
  return true;
}
