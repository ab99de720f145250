/**
 * Masks secrets before anything is kept: what this file lets through is on disk for good. Headers that carry
 * credentials keep their scheme and a short digest, so that equal values can be recognised; passwords in bodies are
 * replaced (Okta sends a random one with every create, okta.md 1.4).
 */
import { createHash } from 'node:crypto';

/** The names clients give to headers that carry credentials: `X-Api-Key`, `Private-Token`, `X-Auth-Token`. */
const secretHeader =
  /^(?:.*-)?(?:authorization|authentication|cookie2?|api-?key|token|secret|session|password)$/i;

export const maskedPassword = '[not kept]';

export function redactHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers.map(([name, value]) => [
    name,
    secretHeader.test(name) ? maskCredential(value) : value.replace(ownToken, 'rcl_•••'),
  ]);
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
const mayHoldSecret = /passw|secret|token|rcl_|api_?key|authoriz|\\u00[2-7]/i;
const unreadableSecret = /passw|secret|api_?key|authoriz|(?:access|refresh|id|auth)_?token/i;
const secretKey =
  /^(?:.*[.:])?(?!changePassword$)(?:\w*password|passwd|(?:client_?)?secret|(?:(?:access|refresh|id|auth|api)_?)?token|api_?key|authorization)$/i;
const secretWord = /passw|secret|token/i;
const ownToken = /rcl_[0-9A-Za-z]{49}/g;

/**
 * The body with the values of secret keys replaced, at any depth and in PATCH operations by path as well. A body
 * that is not JSON but mentions a password is replaced as a whole: it cannot be told apart.
 */
export function redactBody(body: string | null): string | null {
  if (body === null || !mayHoldSecret.test(body)) return body;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return unreadableSecret.test(body)
      ? '[not kept: the body is not readable JSON and may hold a password]'
      : body.replace(ownToken, 'rcl_•••');
  }
  const masked = { changed: escapedAscii.test(body) };
  const clean = walk(parsed, masked, 0);
  const text = masked.changed ? JSON.stringify(clean) : body;
  return text.replace(ownToken, 'rcl_•••');
}

function walk(value: unknown, masked: { changed: boolean }, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // deeper than any SCIM body: not worth a stack overflow, and not worth keeping
  if (depth > 64) {
    masked.changed = true;
    return '[not kept: nested deeper than 64 levels]';
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, masked, depth + 1));
  const source = value as Record<string, unknown>;
  const path = Object.entries(source).find(
    ([k, v]) => k.toLowerCase() === 'path' && typeof v === 'string',
  )?.[1];
  const secretPath = typeof path === 'string' && secretWord.test(path);
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(source)) {
    if (secretKey.test(key) || (secretPath && key.toLowerCase() === 'value')) {
      masked.changed = true;
      out[key] = maskedPassword;
    } else if (key.toLowerCase() === 'filter' && typeof item === 'string' && secretWord.test(item)) {
      masked.changed = true;
      out[key] = maskedFilter(item);
    } else out[key] = walk(item, masked, depth + 1);
  }
  return out;
}

/** What a password is compared with goes, and all after it: where a value ends is for a parser to say. */
function maskedFilter(filter: string): string {
  return filter.replace(/(passw\w*\W+\w+\s*).*$/is, '$1•••');
}

/** A word for a secret, or a letter, digit or `_` behind an escape, which no client writes without a purpose. */
const mayHideSecret =
  /passw|secret|token|api_?key|authoriz|code=|rcl_|%(?:3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\da])/i;

/** Query values that carry secrets, in URLs of the simulator's targets and in filters on a password. */
export function redactTarget(target: string): string {
  if (!mayHideSecret.test(target)) return target;
  const mark = target.indexOf('?');
  if (mark < 0) return withoutTokens(target);
  const query = target
    .slice(mark + 1)
    .split('&')
    .map(redactParameter)
    .join('&');
  return `${withoutTokens(target.slice(0, mark))}?${query}`;
}

function redactParameter(parameter: string): string {
  const at = parameter.indexOf('=');
  const name = decoded(at < 0 ? parameter : parameter.slice(0, at));
  if (at >= 0 && (secretKey.test(name) || name.toLowerCase() === 'code'))
    return `${parameter.slice(0, at)}=•••`;
  if (name.toLowerCase() === 'filter') {
    const filter = decoded(parameter.slice(at + 1));
    const masked = maskedFilter(filter);
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
    return piece;
  }
}
