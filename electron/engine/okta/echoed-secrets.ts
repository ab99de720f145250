/**
 * Some servers repeat in their answers what they were sent: debug pages the headers, error texts a password. What was
 * secret on the way out is taken out of the answer before anyone reads it: the log, a task's text, the system log.
 */
import type { JsonObject } from '../../../shared/domain/json.ts';

/** Shorter ones would be found everywhere. */
const shortest = 6;
const mask = '•••';

interface Answer {
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string | null;
}

/** The credentials and the password of one request, in the spellings in which an answer may repeat them. */
export function secretsSent(authorization: string | null, body: JsonObject | undefined): string[] {
  const plain: string[] = [];
  if (authorization !== null) {
    const [scheme = '', ...rest] = authorization.split(' ');
    const credentials = rest.join(' ');
    plain.push(authorization, credentials);
    if (scheme.toLowerCase() === 'basic')
      plain.push(Buffer.from(credentials, 'base64').toString('utf8').split(':').slice(1).join(':'));
  }
  const password = body?.['password'];
  if (typeof password === 'string') plain.push(password);
  // twice escaped: JSON quoted within JSON
  const spellings = plain.flatMap((s) => [s, escaped(s), escaped(escaped(s)), encodeURIComponent(s)]);
  // the longest first: a whole header before the token inside it
  return [...new Set(spellings)].filter((s) => s.length >= shortest).sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

export function withoutSecrets<A extends Answer>(answer: A, secrets: readonly string[]): A {
  const clean = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, clean(value)] as const),
    text: answer.text === null ? null : clean(answer.text),
  };
}
