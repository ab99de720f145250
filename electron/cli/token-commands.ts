/** `rollcall tokens create|list|rotate|revoke`. */
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { print, printJson, printTable, say } from './output.ts';

const day = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString().slice(0, 10));
const moment = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds. @throws UsageError where it is no time or more than seven days */
function readOverlap(text: string): number {
  if (text === 'now') return 0;
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (secondsOf[unit ?? ''] ?? Number.NaN);
  if (!(seconds <= 7 * 86_400))
    throw new UsageError(
      `--overlap takes now, or a time of up to 7d as in 24h, not ${JSON.stringify(text)}.`,
    );
  return seconds;
}

export const tokenCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'tokens create',
    usage: 'rollcall tokens create --name NAME [--scope read|write] [--days N | --no-expiry]',
    says: 'Creates a provisioning token and prints it, the only time it is shown.',
    examples: [
      'rollcall tokens create --name "OIN push"',
      'rollcall tokens create --name reader --scope read --days 30 --json',
    ],
    flags: {
      name: { kind: 'text', says: 'what it is for' },
      scope: { kind: 'text', says: 'read, or write (which includes read; default)' },
      days: { kind: 'number', says: 'days until it expires (default 365)' },
      'no-expiry': { kind: 'switch', says: 'never expires' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        if (!values.name) throw new UsageError('--name is needed: what is the token for?');
        if (values.scope !== undefined && values.scope !== 'read' && values.scope !== 'write') {
          throw new UsageError('--scope is read or write.');
        }
        const { record, token } = await engine.call('tokens.create', {
          name: values.name,
          scopes: values.scope === 'read' ? ['read'] : ['read', 'write'],
          expiresInDays: values['no-expiry'] ? null : (values.days ?? 365),
        });
        if (values.json)
          return printJson({
            id: record.id,
            token,
            name: record.name,
            userName: record.userName,
            expiresAt: moment(record.expiresAt),
          });
        print(token);
        say(`${record.name} (${record.id}), expires ${day(record.expiresAt)}. It is not shown again.`);
        say(`For Basic the user name is ${record.userName} and the password is the token.`);
      }),
  }),
  cliCommand({
    name: 'tokens list',
    usage: 'rollcall tokens list',
    says: 'Lists the tokens of the workspace.',
    examples: ['rollcall tokens list --json'],
    flags: {},
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const tokens = await engine.call('tokens.list', {});
        if (values.json) return printJson(tokens);
        printTable(
          ['ID', 'NAME', 'PREFIX', 'USER NAME', 'SCOPE', 'EXPIRES', 'LAST USED', 'STATE'],
          tokens.map((t) => [
            t.id,
            t.name,
            `${t.prefix}…`,
            t.userName,
            t.scopes.join(', '),
            day(t.expiresAt),
            moment(t.lastUsedAt),
            t.state === 'active' && t.rotatedTo !== null ? 'ending' : t.state,
          ]),
        );
      }),
  }),
  cliCommand({
    name: 'tokens rotate',
    usage: 'rollcall tokens rotate ID [--overlap 24h|1h|7d|now]',
    says: 'Replaces a token and prints the new one. The old one works until the overlap ends.',
    examples: ['rollcall tokens rotate tok_0b1c…', 'rollcall tokens rotate tok_0b1c… --overlap now --json'],
    flags: {
      overlap: { kind: 'text', says: 'how long the old one still works: 90m, 24h (default), 7d, or now' },
    },
    run: (values, rest, context) => {
      const [id] = rest;
      if (id === undefined) throw new UsageError('Which token? Give its id from rollcall tokens list.');
      const overlap = readOverlap(values.overlap ?? '24h');
      return onEngine(values, context, async (engine) => {
        const { record, token, old } = await engine.call('tokens.rotate', { id, overlap });
        if (values.json)
          return printJson({
            id: record.id,
            token,
            name: record.name,
            userName: record.userName,
            expiresAt: moment(record.expiresAt),
            old: { id: old.id, expiresAt: moment(old.expiresAt), lastUsedAt: moment(old.lastUsedAt) },
          });
        print(token);
        say(`${record.name} (${record.id}), expires ${day(record.expiresAt)}. It is not shown again.`);
        say(
          overlap === 0
            ? `The old token (${old.id}) does not work any more.`
            : `The old token (${old.id}) works until ${moment(old.expiresAt)}.`,
        );
      });
    },
  }),
  cliCommand({
    name: 'tokens revoke',
    usage: 'rollcall tokens revoke ID',
    says: 'Revokes a token. The next request that carries it is answered 401.',
    examples: ['rollcall tokens revoke tok_0b1c…'],
    flags: {},
    run: (values, rest, context) =>
      onEngine(values, context, async (engine) => {
        const [id] = rest;
        if (id === undefined) throw new UsageError('Which token? Give its id from rollcall tokens list.');
        const record = await engine.call('tokens.revoke', { id });
        if (values.json) return printJson(record);
        say(`Revoked ${record.name}.`);
      }),
  }),
];
