/** /ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 §4, RFC 7643 §5 to §7): read-only, made of the registry. */
import type { JsonObject } from '../../../shared/domain/json.ts';
import {
  type AttributeDef,
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import type { ScimCall } from './call.ts';
import { listAnswer, type ScimAnswer } from './messages.ts';

const configUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const resourceTypeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const schemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const typeNames: readonly ResourceTypeName[] = ['User', 'Group'];

export function serviceProviderConfig(call: ScimCall): ScimAnswer {
  return json({
    schemas: [configUrn],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 1000 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A token of this server, sent in the Authorization header.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${call.base}/ServiceProviderConfig` },
  });
}

function json(body: JsonObject): ScimAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

/** B59: lists of discovery take no filter. */
function assertNoFilter(call: ScimCall): void {
  if (call.query.has('filter')) throw new AppFault('not-allowed', 'Filter is not supported here.');
}

function resourceType(name: ResourceTypeName, base: string): JsonObject {
  const { core, extensions } = resourceSchemas[name];
  return {
    schemas: [resourceTypeUrn],
    id: name,
    name,
    endpoint: `/${name}s`,
    description: core.description,
    schema: core.id,
    schemaExtensions: extensions.map((s) => ({ schema: s.id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  };
}

export function listResourceTypes(call: ScimCall): ScimAnswer {
  assertNoFilter(call);
  const texts = typeNames.map((name) => JSON.stringify(resourceType(name, call.base)));
  return listAnswer(texts.length, 1, texts);
}

export function getResourceType(call: ScimCall): ScimAnswer {
  const name = typeNames.find((n) => n === call.id);
  if (name === undefined) throw new AppFault('not-found', 'Resource not found.');
  return json(resourceType(name, call.base));
}

function allSchemas(): SchemaDef[] {
  return typeNames.flatMap((name) => [resourceSchemas[name].core, ...resourceSchemas[name].extensions]);
}

function schema(def: SchemaDef, base: string): JsonObject {
  return {
    schemas: [schemaUrn],
    id: def.id,
    name: def.name,
    description: def.description,
    attributes: def.attributes.map(attribute),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${def.id}` },
  };
}

function attribute(def: AttributeDef): JsonObject {
  return {
    name: def.name,
    type: def.type,
    multiValued: def.multiValued,
    description: def.description,
    required: def.required,
    caseExact: def.caseExact,
    mutability: def.mutability,
    returned: def.returned,
    uniqueness: def.uniqueness,
    ...(def.canonicalValues === undefined ? {} : { canonicalValues: [...def.canonicalValues] }),
    ...(def.referenceTypes === undefined ? {} : { referenceTypes: [...def.referenceTypes] }),
    ...(def.subAttributes.length === 0 ? {} : { subAttributes: def.subAttributes.map(attribute) }),
  };
}

export function listSchemas(call: ScimCall): ScimAnswer {
  assertNoFilter(call);
  const texts = allSchemas().map((def) => JSON.stringify(schema(def, call.base)));
  return listAnswer(texts.length, 1, texts);
}

export function getSchema(call: ScimCall): ScimAnswer {
  const def = allSchemas().find((s) => s.id.toLowerCase() === call.id.toLowerCase());
  if (def === undefined) throw new AppFault('not-found', 'Resource not found.');
  return json(schema(def, call.base));
}
