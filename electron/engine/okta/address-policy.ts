/**
 * Which addresses the simulator may call (security.md 1.5, A12). It calls what the admin typed, so this is a rail and
 * not a wall: loopback and private networks are allowed on purpose. What is refused is refused before any socket
 * opens, and again for every address a name resolves to, so that a name cannot be re-bound after the check.
 *
 * Not here: redirects (the client follows none), and the sealing of secrets to an origin (the vault's work).
 */
import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppFault } from '../base/app-fault.ts';

const refused = new BlockList();
refused.addSubnet('0.0.0.0', 8);
refused.addSubnet('169.254.0.0', 16);
refused.addSubnet('224.0.0.0', 4);
refused.addSubnet('240.0.0.0', 4);
refused.addAddress('100.100.100.200');
refused.addAddress('::', 'ipv6');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const metadataNames = new Set(['metadata.google.internal', 'metadata', 'instance-data']);

function notAllowed(why: string): AppFault {
  return new AppFault('address-not-allowed', `Address not allowed: ${why}`);
}

/** 16-bit groups of an IPv6 literal; null where it is not one. */
function ipv6Groups(address: string): number[] | null {
  if (isIP(address) !== 6) return null;
  // the URL parser writes every spelling in one canonical form
  const canonical = new URL(`http://[${address.split('%')[0]}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((g) => Number.parseInt(g, 16)));
  const front = parse(head);
  if (tail === undefined) return front;
  const back = parse(tail);
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}

/** The IPv4 address inside an IPv6 one: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96) or 6to4 (2002::/16). */
function embeddedIpv4(address: string): string | null {
  const groups = ipv6Groups(address);
  if (groups === null) return null;
  const asIpv4 = (high = 0, low = 0) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  if (groups[0] === 0x2002) return asIpv4(groups[1], groups[2]);
  const front = groups.slice(0, 6).join(',');
  const isNat64 = front === [0x64, 0xff9b, 0, 0, 0, 0].join(',');
  const isMapped = front === [0, 0, 0, 0, 0, 0xffff].join(',');
  const isCompatible = front === '0,0,0,0,0,0' && ((groups[6] ?? 0) !== 0 || (groups[7] ?? 0) > 1);
  return isNat64 || isMapped || isCompatible ? asIpv4(groups[6], groups[7]) : null;
}

function listed(list: BlockList, address: string): boolean {
  const inner = embeddedIpv4(address);
  if (inner !== null) return list.check(inner);
  return list.check(address.split('%')[0] ?? address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an IP address is one the simulator never connects to: link-local, cloud metadata, unspecified, multicast, reserved. */
export function isRefusedAddress(address: string): boolean {
  return listed(refused, address);
}

/** Whether a URL's host is this computer by its spelling. Names other than `localhost` are not resolved here. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bareHost(hostname);
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && listed(loopback, host));
}

function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

export interface AddressRules {
  /** Whether a secret travels with the request: then plain http is allowed to this computer only. */
  readonly withSecret: boolean;
  /** Origins never called: the app's own console. Loopback spellings of the same port count as the same. */
  readonly refuseOrigins: readonly string[];
}

/**
 * The base URL of a SCIM server, checked and without a trailing slash.
 * @throws AppFault `address-not-allowed` with a sentence that says why
 */
export function checkBaseUrl(text: string, rules: AddressRules): URL {
  const url = parse(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw notAllowed(`${url.protocol.slice(0, 60)}// is not http or https.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw notAllowed('leave user name and password out of the address and enter them as credentials.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw notAllowed('a base URL has no query and no fragment.');
  }
  // Okta refuses such a base URL anywhere in it (okta.md 1.2, documented)
  if (text.includes('_')) throw notAllowed('Okta does not accept an underscore in the base URL.');
  checkHost(url);
  checkOwn(url, rules.refuseOrigins);
  if (url.protocol === 'http:' && rules.withSecret && !isLoopbackHost(url.hostname)) {
    throw notAllowed('http would send the secret in the clear. Use https, or an address on this computer.');
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw notAllowed('this is not a URL. It should look like https://app.example.com/scim/v2.');
  }
}

function checkHost(url: URL): void {
  const host = bareHost(url.hostname);
  const shown = host.slice(0, 100);
  if (host === '') throw notAllowed('the address has no host.');
  if (metadataNames.has(host)) throw notAllowed(`${shown} is a cloud metadata service.`);
  if (isIP(host) !== 0 && isRefusedAddress(host)) {
    throw notAllowed(`${shown} is a link-local, metadata, unspecified or multicast address.`);
  }
}

function checkOwn(url: URL, origins: readonly string[]): void {
  const portOf = (u: URL) => u.port || (u.protocol === 'https:' ? '443' : '80');
  for (const origin of origins) {
    const own = new URL(origin);
    const sameComputer = isLoopbackHost(own.hostname) && isLoopbackHost(url.hostname);
    if (url.origin === own.origin || (sameComputer && portOf(own) === portOf(url))) {
      throw notAllowed("this is Rollcall's own console, not a SCIM server.");
    }
  }
}

export type Resolve = (
  hostname: string,
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const resolveByDns: Resolve = (hostname, answer) => {
  dnsLookup(hostname, { all: true, verbatim: true }, (error, addresses) => answer(error, addresses ?? []));
};

/** What the socket connects with: names are resolved once, judged, and connected to as judged. */
export function guardedLookup(resolve: Resolve = resolveByDns): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const bad = addresses.find((a) => isRefusedAddress(a.address));
      const first = addresses[0];
      if (error !== null) callback(error, []);
      else if (bad) callback(notAllowed(`${hostname.slice(0, 100)} resolves to ${bad.address}.`), []);
      else if (first === undefined) callback(new Error(`${hostname} has no address`), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
