/**
 * Masks secrets before anything is kept: what this file lets through is on disk for good. Headers that carry
 * credentials keep their scheme and a short digest, so that equal values can be recognised; passwords in bodies are
 * replaced (Okta sends a random one with every create, okta.md 1.4).
 */
import { createHash } from 'node:crypto';
import { type NameMasks, nameMasks } from './name-masks.ts';

/** The names clients give to headers that carry credentials: `X-Api-Key`, `Private-Token`, `X-Auth-Token`. */
const secretHeader =
  /^(?:.*-)?(?:authorization|authentication|cookie2?|api-?key|token|secret|session|password)$/i;

export const maskedPassword = '[not kept]';

/** What every name of a secret header has, and our own tokens. */
const credentialTrace = /authoriz|authentic|cookie|api-?key|token|secret|session|password|rcl_/i;

/** Whether `redactHeaders` would look closer at these headers, given as JSON, which changes neither names nor tokens. */
export function mayHoldCredentials(headers: string): boolean {
  return credentialTrace.test(headers);
}

/** @param headers names and values in turn */
export function redactHeaders(headers: readonly string[]): string[] {
  return headers.map((part, i) => {
    const isValue = i % 2 === 1;
    if (isValue && secretHeader.test(headers[i - 1] as string)) return maskCredential(part);
    return isValue ? part.replace(ownToken, 'rcl_•••') : part;
  });
}

/** `Bearer rcl_7fK… (sha256 ab12cd34)` becomes `Bearer ••• sha256:ab12cd34`. */
export function maskCredential(value: string): string {
  const scheme = /^(bearer|basic|digest|negotiate)\s+/i.exec(value)?.[1];
  const secret = scheme === undefined ? value : value.slice(scheme.length).trim();
  const digest = createHash('sha256').update(secret).digest('hex').slice(0, 8);
  return `${scheme === undefined ? '' : `${scheme} `}••• sha256:${digest}`;
}

/** Letters may hide behind escapes (`p\u0061ssword`): such a body is read before it is trusted. */
const escapedAscii = /\\u00[2-7]/i;
/**
 * Words for secrets in lower case, each behind a part of it that begins with a letter that is rare in SCIM's bodies.
 * Most bodies have none of the parts; to search for them one by one is five times as fast as one expression.
 */
const secretWords = [
  { part: '_', words: ['rcl_', 'api_key'] },
  { part: 'key', words: ['apikey'] },
  { part: 'ken', words: ['token'] },
  { part: 'horiz', words: ['authoriz'] },
  { part: 'cret', words: ['secret'] },
  { part: 'passw', words: ['passw'] },
] as const;
const unreadableSecret = /passw|secret|api_?key|authoriz|(?:access|refresh|id|auth)_?token/i;
const secretKey =
  /^(?:.*[.:])?(?!changePassword$)(?:\w*password|passwd|(?:client_?)?secret|(?:(?:access|refresh|id|auth|api)_?)?token|api_?key|authorization)$/i;
const secretWord = /passw|secret|token/i;
const ownToken = /rcl_[0-9A-Za-z]{49}/g;

/** Whether `redactBody` would look closer. Every pattern is ASCII, so bytes may be given as Latin-1 text: no decoding. */
export function mayNeedMasking(text: string, names?: readonly string[]): boolean {
  return nameMasks(names).mayName(text) || holdsSecret(text);
}

function holdsSecret(text: string): boolean {
  const lower = text.toLowerCase();
  for (const { part, words } of secretWords)
    if (lower.includes(part) && words.some((word) => lower.includes(word))) return true;
  return lower.includes('\\u00') && escapedAscii.test(lower);
}

/**
 * The body with the values of secret keys replaced, at any depth and in PATCH operations by path as well. A body
 * that is not JSON but mentions a password is replaced as a whole: it cannot be told apart.
 *
 * @param names attributes that are masked besides (`CapturedExchange.masked`)
 */
export function redactBody(body: string | null, names?: readonly string[]): string | null {
  if (body === null) return body;
  const masks = nameMasks(names);
  const named = masks.mayName(body);
  if (!named && !holdsSecret(body)) return body;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return named || unreadableSecret.test(body)
      ? '[not kept: the body is not readable JSON and may hold a password]'
      : body.replace(ownToken, 'rcl_•••');
  }
  const walking: Walk = { masks, changed: escapedAscii.test(body) };
  const clean = walk(parsed, walking, '', 0);
  const text = walking.changed ? JSON.stringify(clean) : body;
  return text.replace(ownToken, 'rcl_•••');
}

interface Walk {
  readonly masks: NameMasks;
  changed: boolean;
}

/** @param at where `value` stands, as `NameMasks.step` says */
function walk(value: unknown, walking: Walk, at: string, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // deeper than any SCIM body: not worth a stack overflow, and not worth keeping
  if (depth > 64) {
    walking.changed = true;
    return '[not kept: nested deeper than 64 levels]';
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, walking, at, depth + 1));
  const { masks } = walking;
  const entries = Object.entries(value as Record<string, unknown>);
  const path = entries.find(([k, v]) => k.toLowerCase() === 'path' && typeof v === 'string')?.[1];
  const secretPath = typeof path === 'string' && secretWord.test(path);
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of entries) {
    const word = key.toLowerCase();
    const named = typeof path === 'string' && word === 'value';
    const place = named ? masks.step('', path) : masks.step(at, key);
    // a key may be a path of its own, with a filter
    const kept = filterOrPath(key, 'path', walking);
    if (secretKey.test(key) || (secretPath && named) || masks.hides(place)) {
      walking.changed = true;
      out[kept] = maskedPassword;
    } else if ((word === 'filter' || word === 'path') && typeof item === 'string')
      out[kept] = filterOrPath(item, word, walking);
    else out[kept] = walk(item, walking, place, depth + 1);
  }
  return out;
}

function filterOrPath(text: string, word: 'filter' | 'path', walking: Walk): string {
  const open = word === 'filter' || text.includes('[');
  const shown = open ? maskedFilter(text, walking.masks) : text;
  if (shown !== text) walking.changed = true;
  return shown;
}

/** What a password is compared with goes, and all after it: where a value ends is for a parser to say. */
function maskedFilter(filter: string, masks: NameMasks): string {
  return masks.filter(
    filter.replace(/(passw\w*(?:\W+(?:eq|ne|co|sw|ew|gt|ge|lt|le|pr)\b\s*)?).*$/is, '$1•••'),
  );
}

/** A word for a secret, or a letter, digit or `_` behind an escape, which no client writes without a purpose. */
const mayHideSecret =
  /passw|secret|token|api_?key|authoriz|code=|rcl_|%(?:3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\da])/i;

/** Query values that carry secrets, in URLs of the simulator's targets and in filters on a password; `names` as in `redactBody`. */
export function redactTarget(target: string, names?: readonly string[]): string {
  // what a name looks like behind escapes only decoding tells
  if (names === undefined && !mayHideSecret.test(target)) return target;
  const masks = nameMasks(names);
  const mark = target.indexOf('?');
  if (mark < 0) return withoutTokens(target);
  const query = target
    .slice(mark + 1)
    .split('&')
    .map((parameter) => redactParameter(parameter, masks))
    .join('&');
  return `${withoutTokens(target.slice(0, mark))}?${query}`;
}

function redactParameter(parameter: string, masks: NameMasks): string {
  const at = parameter.indexOf('=');
  const name = decoded(at < 0 ? parameter : parameter.slice(0, at));
  if (at >= 0 && (secretKey.test(name) || name.toLowerCase() === 'code'))
    return `${parameter.slice(0, at)}=•••`;
  if (name.toLowerCase() === 'filter') {
    const filter = decoded(parameter.slice(at + 1));
    const masked = maskedFilter(filter, masks);
    if (masked !== filter)
      return `${parameter.slice(0, at)}=${encodeURIComponent(masked).replaceAll('%E2%80%A2', '•')}`;
  }
  return withoutTokens(parameter);
}

function withoutTokens(piece: string): string {
  const shown = piece.replace(ownToken, 'rcl_•••');
  const read = decoded(shown);
  return read.search(ownToken) < 0 ? shown : read.replace(ownToken, 'rcl_•••');
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece.replaceAll('+', ' '));
  } catch {
    // as the server reads it: what is no escape stays
    return new URLSearchParams(`x=${piece.replaceAll('&', '%26')}`).get('x') ?? piece;
  }
}
