/** The local server's profile as `rollcall server` reads and prints it: one word a setting, `KEY=VALUE`. */
import type { ServerProfile } from '../../shared/domain/server-profile.ts';
import { nearest, UsageError } from './arguments.ts';

interface Setting {
  readonly key: string;
  readonly says: string;
  show(profile: ServerProfile): string;
  /** @throws UsageError */
  read(text: string): Partial<ServerProfile>;
}

function choice(key: string, text: string, options: readonly string[]): string {
  if (!options.includes(text))
    throw new UsageError(`${key} is ${options.join(' or ')}, not ${JSON.stringify(text)}.`);
  return text;
}

function wholeNumber(key: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`${key} takes a whole number, not ${JSON.stringify(text)}.`);
  return Number(text);
}

type SwitchName = 'strict' | 'patch' | 'bulk' | 'entitlements';

function onOff(name: SwitchName, says: string): Setting {
  return {
    key: name,
    says,
    show: (profile) => (profile[name] ? 'on' : 'off'),
    read: (text) => ({ [name]: choice(name, text, ['on', 'off']) === 'on' }),
  };
}

export const settings: readonly Setting[] = [
  onOff('strict', 'refuses what is read leniently otherwise: text booleans, no schemas, Replace for replace'),
  {
    key: 'page-cap',
    says: 'most resources on a page, 1 to 1000',
    show: (profile) => String(profile.pageCap),
    read: (text) => ({ pageCap: wholeNumber('page-cap', text) }),
  },
  onOff('patch', 'off: PATCH is answered 501'),
  onOff('bulk', 'POST /Bulk'),
  onOff('entitlements', "Okta's /Entitlements and /Roles"),
  {
    key: 'refuse-with',
    says: 'status when the server is too busy; Okta retries 429 by itself and nothing else',
    show: (profile) => String(profile.refuseWith),
    read: (text) => ({ refuseWith: choice('refuse-with', text, ['429', '503']) === '429' ? 429 : 503 }),
  },
  {
    key: 'latency',
    says: 'added to every answer, ms, up to 30000',
    show: (profile) => String(profile.latencyMs),
    read: (text) => ({ latencyMs: wholeNumber('latency', text) }),
  },
];

/** `strict=on` as a change to the profile. @throws UsageError */
export function readSetting(word: string): Partial<ServerProfile> {
  const at = word.indexOf('=');
  const key = at < 0 ? word : word.slice(0, at);
  const setting = settings.find((each) => each.key === key);
  if (setting === undefined) {
    const keys = settings.map((each) => each.key);
    const near = nearest(key, keys);
    throw new UsageError(
      `There is no setting ${JSON.stringify(key)}.${near ? ` Did you mean ${near}?` : ` There are: ${keys.join(', ')}.`}`,
    );
  }
  if (at < 0) throw new UsageError(`${key} needs a value: ${key}=…`);
  return setting.read(word.slice(at + 1));
}
