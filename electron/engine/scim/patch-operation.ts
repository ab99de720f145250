/** The operations of a PATCH body, read leniently where clients differ and strictly where it matters (B60 to B62). */
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import type { SchemaRegistry } from '../../../shared/domain/schema-registry.ts';
import { AppFault } from '../base/app-fault.ts';
import { invalid, isObject } from '../directory/attribute-rules.ts';
import { patchUrn } from './messages.ts';

const mostOperations = 1000;

export type PatchVerb = 'add' | 'remove' | 'replace';

export interface Operation {
  readonly verb: PatchVerb;
  readonly path: string | null;
  readonly value: Json | undefined;
  /** Spelled with capitals, as Entra does. */
  readonly capitalised: boolean;
}

export interface PatchOptions {
  readonly notes: string[];
  /** Entra's own reading of a value filter that matches nothing: replace creates the value (B67). */
  readonly createOnReplace: boolean;
  /** The schemas in force; the standard ones where nobody says. */
  readonly registry?: SchemaRegistry;
}

/** @throws AppFault `invalid-input`, `too-large` (B60 to B62) */
export function readOperations(body: JsonObject, notes: string[]): Operation[] {
  const field = (name: string) => body[Object.keys(body).find((k) => k.toLowerCase() === name) ?? name];
  const schemas = field('schemas');
  if (!Array.isArray(schemas) || !schemas.includes(patchUrn))
    notes.push(`Accepted a PATCH whose schemas lack ${patchUrn}.`);
  const operations = field('operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw syntax('Operations must be a non-empty list.');
  if (operations.length > mostOperations)
    throw new AppFault('too-large', `More than ${mostOperations} operations.`);
  return operations.map((operation) => readOperation(operation, notes));
}

function syntax(message: string): AppFault {
  return invalid('Operations', message, 'invalidSyntax');
}

function readOperation(operation: Json, notes: string[]): Operation {
  if (!isObject(operation)) throw syntax('Operations must be a list of objects.');
  const field = (name: string) =>
    operation[Object.keys(operation).find((k) => k.toLowerCase() === name) ?? name];
  const op = field('op');
  const verb = typeof op === 'string' ? op.toLowerCase() : '';
  if (verb !== 'add' && verb !== 'remove' && verb !== 'replace')
    throw syntax('op must be add, remove or replace.');
  if (typeof op === 'string' && op !== verb) notes.push(`Read op "${op}" as "${verb}".`);
  const path = field('path');
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw invalid('path', 'path must be a string.', 'invalidPath');
  return {
    verb,
    path: typeof path === 'string' && path.trim() !== '' ? path : null,
    value: field('value'),
    capitalised: op !== verb,
  };
}
