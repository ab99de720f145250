/** `rollcall seed`, `users list`, `groups list`, `export`, `import`, `call`. */

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { type CommandName, commands } from '../../shared/contract/commands.ts';
import type { ListFormat, ListKind } from '../../shared/domain/transfer.ts';
import { AppFault } from '../engine/base/app-fault.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import type { EngineAccess } from './engine-access.ts';
import { print, printJson, printTable, safeText, say } from './output.ts';

const listFlags = {
  filter: { kind: 'text', says: 'SCIM filter, e.g. \'active eq true and userName sw "a"\'' },
  text: { kind: 'text', says: 'free text' },
  limit: { kind: 'number', says: 'rows at most (default 50)' },
  offset: { kind: 'number', says: 'rows to pass over' },
} as const;

function listInput(values: {
  filter?: string | undefined;
  text?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}) {
  return {
    ...(values.filter ? { filter: values.filter } : {}),
    ...(values.text ? { text: values.text } : {}),
    limit: Math.min(values.limit ?? 50, 500),
    offset: values.offset ?? 0,
  };
}

function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  allowed: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise;
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${allowed.join(', ')}.`);
  return found;
}

export const directoryCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'seed',
    usage: 'rollcall seed --users N --groups M [--seed S]',
    says: 'Fills the local directory with plausible people. The same seed gives the same people.',
    examples: ['rollcall seed --users 2000 --groups 40'],
    flags: {
      users: { kind: 'number', says: 'how many users (default 40)' },
      groups: { kind: 'number', says: 'how many groups (default 8)' },
      seed: { kind: 'number', says: 'which list of people (default 1)' },
    },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const began = Date.now();
        const made = await engine.call('workspace.seed', {
          users: values.users ?? 40,
          groups: values.groups ?? 8,
          seed: values.seed ?? 1,
        });
        if (values.json) return printJson({ ...made, ms: Date.now() - began });
        say(
          `Added ${made.users} users and ${made.groups} groups with ${made.memberships} memberships in ${Date.now() - began} ms.`,
        );
      }),
  }),
  cliCommand({
    name: 'users list',
    usage: 'rollcall users list [--filter F] [--text T] [--limit N] [--offset N]',
    says: 'Lists users of the local directory.',
    examples: ['rollcall users list --filter \'title co "engineer"\' --limit 10'],
    flags: listFlags,
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const page = await engine.call('users.list', listInput(values));
        if (values.json) return printJson(page);
        printTable(
          ['ID', 'NAME', 'USERNAME', 'EMAIL', 'STATUS', 'GROUPS'],
          page.rows.map((u) => [
            u.id,
            u.name,
            u.userName,
            u.email ?? '',
            u.active ? 'active' : 'inactive',
            String(u.groupCount),
          ]),
        );
        say(`${page.rows.length} of ${page.total} users`);
      }),
  }),
  cliCommand({
    name: 'groups list',
    usage: 'rollcall groups list [--filter F] [--text T] [--limit N] [--offset N]',
    says: 'Lists groups of the local directory.',
    examples: ['rollcall groups list --text finance'],
    flags: listFlags,
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const page = await engine.call('groups.list', listInput(values));
        if (values.json) return printJson(page);
        printTable(
          ['ID', 'NAME', 'MEMBERS', 'EXTERNAL ID'],
          page.rows.map((g) => [g.id, g.displayName, String(g.memberCount), g.externalId ?? '']),
        );
        say(`${page.rows.length} of ${page.total} groups`);
      }),
  }),
  cliCommand({
    name: 'export',
    usage: 'rollcall export users|groups [--format okta-csv|csv|scim-json|ndjson] [--output FILE]',
    says: 'Writes a list that Okta or another system can import. - or no --output is stdout.',
    examples: [
      'rollcall export users --output okta-people.csv',
      'rollcall export groups --format scim-json --output -',
    ],
    flags: {
      format: { kind: 'text', says: 'okta-csv (default), csv, scim-json, ndjson' },
      filter: { kind: 'text', says: 'SCIM filter over what is exported' },
      'include-inactive': { kind: 'switch', says: 'inactive users too; Okta skips them' },
      raw: {
        kind: 'switch',
        says: 'CSV cells as they are, for Okta; without it formulas get an apostrophe, for spreadsheets',
      },
      output: { kind: 'text', says: 'file to write, - for stdout', short: 'o' },
    },
    run: (values, rest, context) =>
      onEngine(values, context, (engine) =>
        exportList(engine, oneOf('kind', rest[0], ['users', 'groups'], 'users'), values),
      ),
  }),
  cliCommand({
    name: 'import',
    usage: 'rollcall import FILE [--kind users|groups] --preview|--apply',
    says: 'Reads a CSV list into the local directory: every row, or none.',
    examples: ['rollcall import people.csv --preview', 'rollcall import people.csv --apply --json'],
    flags: {
      kind: { kind: 'text', says: 'users (default) or groups' },
      preview: { kind: 'switch', says: 'say what would change, change nothing' },
      apply: { kind: 'switch', says: 'change it' },
    },
    run: (values, rest, context) =>
      onEngine(values, context, async (engine) => {
        const [file] = rest;
        if (file === undefined) throw new UsageError('Which file?');
        if (values.preview === values.apply) throw new UsageError('Say --preview or --apply.');
        return importList(engine, file, oneOf('kind', values.kind, ['users', 'groups'], 'users'), values);
      }),
  }),
  cliCommand({
    name: 'call',
    usage: "rollcall call COMMAND ['JSON']",
    says: 'Calls any command of the app by its name in shared/contract and prints the answer.',
    examples: ['rollcall call users.list \'{"limit":1}\'', 'rollcall call workspace.status'],
    flags: {},
    run: (values, rest, context) =>
      onEngine(values, context, async (engine) => {
        const [name, text] = rest;
        if (name === undefined || !Object.hasOwn(commands, name)) {
          throw new UsageError(`Which command? One of: ${Object.keys(commands).join(', ')}.`);
        }
        printJson(await engine.call(name as CommandName, readJson(text) as never));
      }),
  }),
];

function readJson(text: string | undefined): unknown {
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The input is not valid JSON.');
  }
}

interface ExportValues {
  format?: string | undefined;
  filter?: string | undefined;
  'include-inactive': boolean;
  raw: boolean;
  output?: string | undefined;
  json: boolean;
}

async function exportList(engine: EngineAccess, kind: ListKind, values: ExportValues): Promise<void> {
  const format = oneOf<ListFormat>(
    'format',
    values.format,
    ['okta-csv', 'csv', 'scim-json', 'ndjson'],
    'okta-csv',
  );
  const list = await engine.call('export.open', {
    kind,
    format,
    includeInactive: values['include-inactive'],
    raw: values.raw,
    ...(values.filter ? { filter: values.filter } : {}),
  });
  const toFile = values.output !== undefined && values.output !== '-';
  const out = toFile ? createWriteStream(values.output as string, { mode: 0o600 }) : process.stdout;
  for (let done = false; !done; ) {
    const piece = await engine.call('export.read', { id: list.id });
    if (!out.write(piece.text)) await once(out, 'drain');
    done = piece.done;
  }
  if (!toFile) return;
  await new Promise<void>((resolve, reject) => {
    out.on('error', reject);
    out.end(resolve);
  });
  if (values.json) printJson({ file: values.output, rows: list.rows, format });
  else
    say(
      `Wrote ${list.rows} ${kind} to ${safeText(values.output as string)}. This list contains personal data.`,
    );
}

async function sendFile(engine: EngineAccess, file: string, id: string): Promise<void> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 768 * 1024 })) {
      await engine.call('imports.append', { id, chunk: (chunk as Buffer).toString('base64') });
    }
  } catch (error) {
    if (error instanceof AppFault) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new AppFault(
      'invalid-input',
      code === 'EISDIR' ? 'Choose a regular file.' : `The file could not be read (${code}).`,
    );
  }
}

async function importList(
  engine: EngineAccess,
  file: string,
  kind: ListKind,
  values: { apply: boolean; json: boolean },
): Promise<number> {
  const { id } = await engine.call('imports.begin', { fileName: basename(file), kind });
  await sendFile(engine, file, id);
  const plan = await engine.call('imports.plan', { id });
  const { create, update, unchanged, skip } = plan.counts;
  if (!values.json) {
    print(`New ${create} · Updated ${update} · Unchanged ${unchanged} · Skipped ${skip}`);
    for (const p of plan.problems)
      print(`${p.severity}: ${p.row === null ? '' : `row ${p.row}: `}${safeText(p.text)}`);
  }
  if (!values.apply) {
    await engine.call('imports.discard', { id });
    if (values.json)
      printJson({
        ...plan.counts,
        blockers: plan.blockers,
        warnings: plan.warnings,
        problems: plan.problems,
      });
    return 0;
  }
  const done = await engine.call('imports.commit', { id, digest: plan.digest });
  if (values.json) printJson({ ...done, ...plan.counts, blockers: plan.blockers });
  else
    say(
      `${done.created + done.updated} users or groups imported: ${done.created} new, ${done.updated} changed.`,
    );
  return plan.blockers > 0 ? 1 : 0;
}
