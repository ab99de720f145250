/**
 * Which extension schemas we take: only what is then enforced. One level of sub-attributes, no uniqueness, names that
 * filters can be written with. Pure; what depends on the other schemas of the workspace is the engine's.
 */
import type { ExtensionSchema } from './schema-registry.ts';
import type { Problems } from './schema-resource.ts';
import type { AttributeDef } from './scim-schema.ts';

export const mostSchemas = 20;
export const mostAttributes = 100;
const longestUrn = 200;
const longestName = 80;
const longestDescription = 1024;

/** RFC 8141, less what no filter could spell (RFC 7644 §3.4.2.2). */
const urn = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9](?::[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?)+$/i;
/** RFC 7643 §2.1, ATTRNAME. */
const attributeName = /^[a-z][a-z0-9$_-]*$/i;
const taken: ReadonlySet<string> = new Set(
  ['prototype', 'schemas', ...Object.getOwnPropertyNames(Object.prototype)].map((n) => n.toLowerCase()),
);

export function schemaProblems(schema: ExtensionSchema): Problems {
  const problems: Problems = {};
  const id = urnProblem(schema.id);
  if (id !== null) problems['id'] = id;
  if (schema.name === '' || schema.name.length > longestName)
    problems['name'] = `A name of 1 to ${longestName} characters is needed.`;
  if (schema.description.length > longestDescription)
    problems['description'] = `The description is longer than ${longestDescription} characters.`;
  if (schema.attributes.length === 0) problems['attributes'] = 'At least one attribute is needed.';
  listProblems(problems, 'attributes', schema.attributes, null);
  return problems;
}

function urnProblem(id: string): string | null {
  if (id.length > longestUrn || !urn.test(id))
    return 'This is not a URN, as urn:example:params:scim:schemas:extension:acme:2.0:User.';
  if (/^urn:(?:ietf|okta:scim):/i.test(id)) return 'This URN belongs to a standard. Use one of your own.';
  return null;
}

function listProblems(
  problems: Problems,
  at: string,
  attributes: readonly AttributeDef[],
  parent: AttributeDef | null,
): void {
  if (attributes.length > mostAttributes) problems[at] = `At most ${mostAttributes} attributes.`;
  const seen = new Set<string>();
  attributes.forEach((def, i) => {
    const place = `${at}.${i}`;
    const name = nameProblem(def.name, seen);
    if (name !== null) problems[`${place}.name`] = name;
    seen.add(def.name.toLowerCase());
    textProblems(problems, place, def);
    ruleProblems(problems, place, def);
    if (parent === null) shapeProblems(problems, place, def);
    else subProblems(problems, place, def, parent);
  });
}

function nameProblem(name: string, seen: ReadonlySet<string>): string | null {
  if (name.length > longestName || !attributeName.test(name))
    return 'A name begins with a letter and has letters, digits, $, - and _.';
  if (taken.has(name.toLowerCase())) return 'This name cannot be used.';
  return seen.has(name.toLowerCase()) ? 'This name is there already.' : null;
}

function textProblems(problems: Problems, at: string, def: AttributeDef): void {
  if (def.description.length > longestDescription)
    problems[`${at}.description`] = `The description is longer than ${longestDescription} characters.`;
  const hints = [...(def.canonicalValues ?? []), ...(def.referenceTypes ?? [])];
  if (hints.length > mostAttributes || hints.some((h) => h.length > longestUrn))
    problems[`${at}.canonicalValues`] = `At most ${mostAttributes} values of ${longestUrn} characters.`;
}

function ruleProblems(problems: Problems, at: string, def: AttributeDef): void {
  if (def.uniqueness !== 'none')
    problems[`${at}.uniqueness`] = 'Values of extensions are not kept unique: use none.';
  if (def.mutability === 'writeOnly' && def.returned !== 'never')
    problems[`${at}.returned`] = 'What is writeOnly is returned never.';
  if (def.mutability === 'readOnly' && def.required)
    problems[`${at}.required`] = 'Clients cannot give what is readOnly, so it cannot be required.';
}

function shapeProblems(problems: Problems, at: string, def: AttributeDef): void {
  if (def.type !== 'complex') {
    if (def.subAttributes.length > 0) problems[`${at}.subAttributes`] = 'Only complex attributes have these.';
    return;
  }
  if (def.subAttributes.length === 0)
    problems[`${at}.subAttributes`] = 'A complex attribute needs at least one sub-attribute.';
  listProblems(problems, `${at}.subAttributes`, def.subAttributes, def);
}

function subProblems(problems: Problems, at: string, def: AttributeDef, parent: AttributeDef): void {
  if (def.type === 'complex' || def.subAttributes.length > 0)
    problems[`${at}.type`] = 'Sub-attributes are simple: one level only.';
  if (def.multiValued) problems[`${at}.multiValued`] = 'A sub-attribute has one value.';
  if (def.mutability !== 'readWrite' && def.mutability !== parent.mutability)
    problems[`${at}.mutability`] = 'A sub-attribute is as mutable as its attribute: use readWrite.';
  if (def.returned === 'always') problems[`${at}.returned`] = 'Only whole attributes are returned always.';
  if (def.name.toLowerCase() === 'primary' && def.type !== 'boolean')
    problems[`${at}.type`] = 'primary is a boolean (RFC 7643 §2.4).';
}
