import { describe, expect, it } from 'vitest';
import {
  mayHoldCredentials,
  mayNeedMasking,
  redactBody,
  redactHeaders,
  redactTarget,
} from '../../electron/engine/oversight/redact.ts';
import { mintToken } from '../../electron/engine/vault/token-format.ts';

const secret = 'Canary-7f3e-password';

describe('bodies', () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['a create', JSON.stringify({ userName: 'a', password: secret, active: true })],
    ['another case', JSON.stringify({ PassWord: secret })],
    ['nested', JSON.stringify({ Operations: [{ op: 'replace', value: { password: secret } }] })],
    ['a PATCH by path', JSON.stringify({ Operations: [{ op: 'Replace', path: 'password', value: secret }] })],
    [
      'a PATCH by URN path',
      JSON.stringify({
        Operations: [
          { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', value: secret },
        ],
      }),
    ],
    ['a dotted key', JSON.stringify({ Operations: [{ op: 'add', value: { 'x.password': secret } }] })],
    [
      'bulk',
      JSON.stringify({ Operations: [{ method: 'POST', path: '/Users', data: { password: secret } }] }),
    ],
    ['what is not JSON', `{"password": "${secret}"`],
    ['escaped letters in a name', `{"p\\u0061ssword": "${secret}"}`],
    ['a search by password', JSON.stringify({ filter: `password eq "${secret}"` })],
    ['a password of another name', JSON.stringify({ userPassword: secret, passwd: secret, apiKey: secret })],
    ['a cut body with a token', `{"access_token": "${secret}`],
    [
      'client secrets',
      JSON.stringify({ client_secret: secret, access_token: secret, refresh_token: secret }),
    ],
  ];
  it.each(bodies)('%s loses its secret', (_what, body) => {
    expect(redactBody(body)).not.toContain(secret);
  });

  it.each(['passw', 'secret', 'token', 'rcl_', 'apikey', 'api_key', 'authoriz', '\\u0041', '\\u007a'])(
    'are looked at closer for %s, in any case and anywhere',
    (word) => {
      for (const spelling of [word, word.toUpperCase(), (word[0] ?? '').toUpperCase() + word.slice(1)])
        for (const text of [spelling, `{"a":"Łukasz ${spelling}`, `${'x'.repeat(5000)}${spelling}é`]) {
          expect(mayNeedMasking(text), text).toBe(true);
          expect(mayNeedMasking(Buffer.from(text).toString('latin1'))).toBe(true);
        }
    },
  );

  it('are not looked at closer for what only begins like a secret', () => {
    for (const text of ['_', 'taken', 'monkey', 'horizon', '\\u00e9', 'Cretan', 'pass w', ''])
      expect(mayNeedMasking(`{"title":"${text}"}`), text).toBe(false);
  });

  it('keep everything else to the letter', () => {
    const body = '{ "userName":"a",  "title": "Passionate" }';
    expect(redactBody(body)).toBe(body);
    expect(redactBody(null)).toBeNull();
  });

  it('lose our own tokens wherever they stand', () => {
    const token = mintToken();
    expect(redactBody(JSON.stringify({ note: `use ${token}` }))).not.toContain(token);
    expect(redactTarget(`/Users?token=${token}`)).not.toContain(token);
  });

  it('survive 5,000 levels of nesting', () => {
    const deep = `${'['.repeat(5000)}{"password":"${secret}"}${']'.repeat(5000)}`;
    expect(redactBody(deep)).not.toContain(secret);
  });
});

describe('headers', () => {
  it('keep scheme and a digest that recognises equal values', () => {
    const of = (value: string) => redactHeaders(['Authorization', value])[1];
    expect(of('Bearer abc')).toMatch(/^Bearer ••• sha256:[0-9a-f]{8}$/);
    expect(of('Bearer abc')).toBe(of('Bearer abc'));
    expect(of('Bearer abc')).not.toBe(of('Bearer abd'));
    expect(redactHeaders(['X-Api-Key', secret, 'Cookie', `a=${secret}`]).join()).not.toContain(secret);
    expect(redactHeaders(['X-Auth-Token', secret])[1]).not.toContain(secret);
    const own = mintToken();
    expect(redactHeaders(['X-Note', `see ${own}`])[1]).toBe('see rcl_•••');
    expect(redactHeaders(['Accept', 'application/scim+json'])).toEqual(['Accept', 'application/scim+json']);
  });
});

describe('headers as JSON', () => {
  it.each([
    ['Proxy-Authorization', secret],
    ['authentication', secret],
    ['Set-Cookie2', secret],
    ['COOKIE', secret],
    ['x-apikey', secret],
    ['X-Api-Key', secret],
    ['Private-Token', secret],
    ['client-secret', secret],
    ['X-Session', secret],
    ['db-password', secret],
    ['Location', `/Users?note=${mintToken()}`],
  ])('are looked at closer for %s', (name, value) => {
    const list = ['Host', 'a', name, value];
    expect(mayHoldCredentials(JSON.stringify(list))).toBe(true);
    expect(redactHeaders(list).join()).not.toContain(value);
  });

  it('are left alone without any', () => {
    expect(mayHoldCredentials(JSON.stringify(['etag', 'W/"1"', 'content-length', '12']))).toBe(false);
  });
});

describe('targets', () => {
  it('lose the value of a filter on a password', () => {
    expect(redactTarget(`/scim/v2/Users?filter=password%20eq%20%22${secret}%22`)).not.toContain(secret);
    expect(redactTarget(`/oauth?client_secret=${secret}&x=1`)).toBe('/oauth?client_secret=•••&x=1');
  });

  it.each([
    `/Users?filter=p%61ssword%20eq%20%22${secret}%22`,
    `/Users?filter=(password%20eq%20%22a%5C%22${secret}%22)`,
    `/Users?filter=not(password%20sw%20'${secret}')`,
    `/Users?count=1&%74oken=${secret}`,
    `/Users?api_key=${secret}`,
  ])('lose a secret in another spelling: %s', (target) => {
    expect(redactTarget(target)).not.toContain(secret);
  });

  it('keep everything else to the letter', () => {
    const target = '/scim/v2/Users?filter=userName%20eq%20%22a%2Bb%40x.example%22&startIndex=1&count=100';
    expect(redactTarget(target)).toBe(target);
  });
});
