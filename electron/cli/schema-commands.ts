/** `rollcall schemas list|import|remove`: the schemas of the workspace, and extensions of one's own. */
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../shared/domain/json.ts';
import { UsageError } from './arguments.ts';
import { type CliCommand, cliCommand, onEngine } from './command.ts';
import { print, printJson, printTable, say } from './output.ts';

/** A schema of 100 attributes with long descriptions is a tenth of this. */
const largestFile = 4 * 1024 * 1024;

/** @throws UsageError where the file is not a SCIM Schema resource's JSON object */
function readSchemaFile(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${JSON.stringify(path)}: ${(error as Error).message}`);
  }
  if (text.length > largestFile) throw new UsageError('This file is too large for a schema.');
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(`${JSON.stringify(path)} is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${JSON.stringify(path)} must hold one SCIM Schema resource.`);
  return value as JsonObject;
}

export const schemaCliCommands: readonly CliCommand[] = [
  cliCommand({
    name: 'schemas list',
    usage: 'rollcall schemas list [--urn URN]',
    says: 'Lists the schemas the SCIM server enforces, or prints one as a SCIM Schema resource.',
    examples: [
      'rollcall schemas list',
      'rollcall schemas list --urn urn:acme:params:scim:badge:2.0:User > badge.json',
    ],
    flags: { urn: { kind: 'text', says: 'print this schema as JSON' } },
    run: (values, _rest, context) =>
      onEngine(values, context, async (engine) => {
        const schemas = await engine.call('schemas.list', {});
        if (values.urn !== undefined) {
          const key = values.urn.toLowerCase();
          const found = schemas.find((s) => s.urn.toLowerCase() === key);
          if (found === undefined) throw new UsageError('There is no schema with this URN.');
          return print(JSON.stringify(found.resource, null, 2));
        }
        if (values.json) return printJson(schemas);
        printTable(
          ['URN', 'NAME', 'FOR', 'ATTRIBUTES', 'HAVE VALUES'],
          schemas.map((s) => [
            s.urn,
            s.name,
            s.resourceType,
            String(s.attributes.length),
            s.custom ? String(s.resources) : 'standard',
          ]),
        );
      }),
  }),
  cliCommand({
    name: 'schemas import',
    usage: 'rollcall schemas import FILE [--for user|group] [--replace]',
    says: 'Adds an extension from a file with a SCIM Schema resource; - reads from stdin.',
    examples: [
      'rollcall schemas import badge.json',
      'rollcall schemas import room.json --for group --replace',
    ],
    flags: {
      for: { kind: 'text', says: 'user (default) or group' },
      replace: { kind: 'switch', says: 'change the extension with this URN where there is one' },
    },
    run: (values, rest, context) =>
      onEngine(values, context, async (engine) => {
        const [file] = rest;
        if (file === undefined) throw new UsageError('Which file? Give one with a SCIM Schema resource.');
        const type = values.for ?? 'user';
        if (type !== 'user' && type !== 'group') throw new UsageError('--for is user or group.');
        const saved = await engine.call('schemas.save', {
          resource: readSchemaFile(file),
          resourceType: type === 'user' ? 'User' : 'Group',
          replace: values.replace,
        });
        if (values.json) return printJson(saved);
        say(`${saved.name}: ${saved.attributes.length} attributes are in force.`);
      }),
  }),
  cliCommand({
    name: 'schemas remove',
    usage: 'rollcall schemas remove URN',
    says: 'Removes an extension. Values that users and groups have of it stay as they are.',
    examples: ['rollcall schemas remove urn:acme:params:scim:badge:2.0:User'],
    flags: {},
    run: (values, rest, context) =>
      onEngine(values, context, async (engine) => {
        const [urn] = rest;
        if (urn === undefined)
          throw new UsageError('Which extension? Give its URN from rollcall schemas list.');
        const { resources } = await engine.call('schemas.remove', { urn });
        if (values.json) return printJson({ urn, resources });
        say(resources === 0 ? `Removed ${urn}.` : `Removed ${urn}. ${resources} keep values of it.`);
      }),
  }),
];
