/** Which addresses the simulator may call (security.md 1.5, A12), by spelling and by what a name resolves to. */
import { describe, expect, test } from 'vitest';
import {
  checkBaseUrl,
  guardedLookup,
  isLoopbackHost,
  isRefusedAddress,
} from '../../electron/engine/okta/address-policy.ts';

const rules = { withSecret: true, refuseOrigins: ['http://127.0.0.1:8645'] };

const refused: readonly [string, RegExp][] = [
  ['', /not a URL/],
  ['example.com/scim', /not a URL/],
  ['file:///etc/passwd', /not http or https/],
  ['gopher://example.com/', /not http or https/],
  ['ftp://example.com/', /not http or https/],
  ['javascript:alert(1)', /not http or https/],
  ['http://user:pw@example.com/', /user name and password/],
  ['https://user@example.com/', /user name and password/],
  ['https://example.com/scim?x=1', /no query/],
  ['https://example.com/scim#x', /no query and no fragment/],
  ['https://my_host.example.com/scim', /underscore/],
  ['https://example.com/scim_v2', /underscore/],
  ['http://169.254.169.254/', /link-local/],
  ['http://2852039166/', /link-local/],
  ['http://0xa9fea9fe/', /link-local/],
  ['http://0xa9.0xfe.0xa9.0xfe/', /link-local/],
  ['http://0251.0376.0251.0376/', /link-local/],
  ['http://169.254.43518/', /link-local/],
  ['https://169.254.169.254./', /link-local/],
  ['http://[::ffff:169.254.169.254]/', /link-local/],
  ['http://[::ffff:a9fe:a9fe]/', /link-local/],
  ['http://[0:0:0:0:0:ffff:a9fe:a9fe]/', /link-local/],
  ['http://[64:ff9b::a9fe:a9fe]/', /link-local/],
  ['http://[2002:a9fe:a9fe::]/', /link-local/],
  ['http://[fe80::1]/', /link-local/],
  ['http://[fd00:ec2::254]/', /link-local/],
  ['http://100.100.100.200/', /link-local/],
  ['http://0.0.0.0:8080/', /unspecified/],
  ['http://0/', /unspecified/],
  ['http://[::]/', /unspecified/],
  ['http://224.0.0.1/', /multicast/],
  ['http://[ff02::1]/', /multicast/],
  ['http://255.255.255.255/', /multicast/],
  ['https://metadata.google.internal/', /metadata service/],
  ['http://127.0.0.1:8645/scim', /own console/],
  ['http://localhost:8645/', /own console/],
  ['http://[::1]:8645/', /own console/],
  ['http://example.com/scim', /http would send the secret in the clear/],
  ['http://10.0.0.5/scim', /http would send the secret in the clear/],
  ['http://localhost.example.com/', /http would send the secret in the clear/],
];

const allowed: readonly [string, string][] = [
  ['https://example.com/scim/v2', 'https://example.com/scim/v2'],
  ['https://example.com/scim/v2/', 'https://example.com/scim/v2'],
  ['https://example.com', 'https://example.com/'],
  ['http://127.0.0.1:8643/scim/v2', 'http://127.0.0.1:8643/scim/v2'],
  ['http://localhost:8643/scim/v2', 'http://localhost:8643/scim/v2'],
  ['http://[::1]:8643/scim', 'http://[::1]:8643/scim'],
  ['http://2130706433:8643/', 'http://127.0.0.1:8643/'],
  ['https://10.1.2.3/scim', 'https://10.1.2.3/scim'],
  ['https://192.168.0.10:8443/scim', 'https://192.168.0.10:8443/scim'],
  ['https://[fd12:3456::1]/scim', 'https://[fd12:3456::1]/scim'],
];

describe('a base URL', () => {
  test.each(refused)('%s is refused', (text, why) => {
    expect(() => checkBaseUrl(text, rules)).toThrow(why);
    expect(() => checkBaseUrl(text, rules)).toThrow(/^Address not allowed: /);
  });

  test.each(allowed)('%s is taken', (text, normal) => {
    expect(checkBaseUrl(text, rules).href).toBe(normal);
  });

  test('http to another computer is taken where no secret goes with it', () => {
    expect(checkBaseUrl('http://example.com/scim', { ...rules, withSecret: false }).protocol).toBe('http:');
  });
});

test('loopback is told by its spelling', () => {
  for (const host of ['localhost', 'LOCALHOST.', 'a.localhost', '127.9.9.9', '[::1]', '::ffff:127.0.0.1']) {
    expect(isLoopbackHost(host), host).toBe(true);
  }
  for (const host of ['localhost.example', '128.0.0.1', '[::2]', '127.0.0.1.example.com']) {
    expect(isLoopbackHost(host), host).toBe(false);
  }
});

test('an address with a zone is judged without it', () => {
  expect(isRefusedAddress('fe80::1%eth0')).toBe(true);
});

describe('what a name resolves to', () => {
  const look = (addresses: string[]) =>
    new Promise((resolve, reject) => {
      const answer = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const lookup = guardedLookup((_host, give) => give(null, answer));
      lookup('name.example', { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
    });

  test('one bad address among good ones refuses them all', async () => {
    await expect(look(['93.184.216.34', '::ffff:169.254.1.1'])).rejects.toThrow(/Address not allowed/);
  });

  test('good addresses are handed on as they were judged', async () => {
    expect(await look(['127.0.0.1'])).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  test('a name without addresses is an error', async () => {
    await expect(look([])).rejects.toThrow(/has no address/);
  });
});
