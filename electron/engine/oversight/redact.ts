/**
 * Masks secrets before anything is kept: what this file lets through is on disk for good. Headers that carry
 * credentials keep their scheme and a short digest, so that equal values can be recognised; passwords in bodies are
 * replaced (Okta sends a random one with every create, okta.md 1.4).
 */
import { createHash } from 'node:crypto';

const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-rollcall-session',
]);

export const maskedPassword = '[not kept]';

export function redactHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers.map(([name, value]) =>
    secretHeaders.has(name.toLowerCase()) ? [name, maskCredential(value)] : [name, value],
  );
}

/** `Bearer rcl_7fK… (sha256 ab12cd34)` becomes `Bearer ••• sha256:ab12cd34`. */
export function maskCredential(value: string): string {
  const scheme = /^(bearer|basic|digest|negotiate)\s+/i.exec(value)?.[1];
  const secret = scheme === undefined ? value : value.slice(scheme.length).trim();
  const digest = createHash('sha256').update(secret).digest('hex').slice(0, 8);
  return `${scheme === undefined ? '' : `${scheme} `}••• sha256:${digest}`;
}

const mayHoldSecret = /passw|secret|token|rcl_/i;
const secretKey = /^(?:.*[.:])?(?:password|client_?secret|access_?token|refresh_?token)$/i;
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
    return /passw|secret/i.test(body)
      ? '[not kept: the body is not readable JSON and may hold a password]'
      : body.replace(ownToken, 'rcl_•••');
  }
  const masked = { changed: false };
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
  const secretPath = typeof path === 'string' && secretKey.test(path.trim());
  const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(source)) {
    if (secretKey.test(key) || (secretPath && key.toLowerCase() === 'value')) {
      masked.changed = true;
      out[key] = maskedPassword;
    } else out[key] = walk(item, masked, depth + 1);
  }
  return out;
}

/** Query values that carry secrets, in URLs of the simulator's targets and in filters on a password. */
export function redactTarget(target: string): string {
  return target
    .replace(/([?&](?:access_token|token|password|client_secret|code)=)[^&#]*/gi, '$1•••')
    .replace(/(password(?:%20|\+|\s)+\w+(?:%20|\+|\s)+)(?:%22|").*?(?:%22|"|$)/gi, '$1•••')
    .replace(ownToken, 'rcl_•••');
}
