/**
 * /ServiceProviderConfig, /ResourceTypes, /Schemas (RFC 7644 §4, RFC 7643 §5 to §7): read-only, made of the registry
 * in force. What is said here is what is enforced; a test walks every attribute and tries it. Each document carries
 * an ETag of its content, and If-None-Match is honoured.
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { schemaResource } from '../../../shared/domain/schema-resource.ts';
import {
  type ResourceTypeName,
  resourceSchemas,
  type SchemaDef,
} from '../../../shared/domain/scim-schema.ts';
import { AppFault } from '../base/app-fault.ts';
import { largestBulk, mostBulkOperations } from './bulk-endpoint.ts';
import type { ScimCall } from './call.ts';
import { givenTypes } from './entitlements-endpoint.ts';
import { defaultCount } from './list-query.ts';
import { listAround, type ScimAnswer } from './messages.ts';

const configUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const resourceTypeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const typeNames: readonly ResourceTypeName[] = ['User', 'Group'];

const authenticationSchemes = [
  {
    type: 'oauthbearertoken',
    name: 'OAuth Bearer Token',
    description: 'A token of this server, sent in the Authorization header.',
    specUri: 'https://www.rfc-editor.org/info/rfc6750',
    primary: true,
  },
  {
    type: 'httpbasic',
    name: 'HTTP Basic',
    description: 'A user name and password that this server issued.',
    specUri: 'https://www.rfc-editor.org/info/rfc7617',
    primary: false,
  },
];

export function serviceProviderConfig(call: ScimCall): ScimAnswer {
  const config: JsonObject = {
    schemas: [configUrn],
    patch: { supported: call.profile.patch },
    bulk: {
      supported: call.profile.bulk,
      maxOperations: call.profile.bulk ? mostBulkOperations : 0,
      maxPayloadSize: call.profile.bulk ? largestBulk : 0,
    },
    filter: { supported: true, maxResults: call.profile.pageCap },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: Math.min(defaultCount, call.profile.pageCap),
      maxPageSize: call.profile.pageCap,
    },
    authenticationSchemes,
  };
  return one(call, versioned(config, 'ServiceProviderConfig', `${call.base}/ServiceProviderConfig`));
}

/** Weak: two texts with the same meaning may differ. */
function etagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
}

/** A document with its `meta`; `etag` is its `meta.version`. */
interface Versioned {
  readonly etag: string;
  readonly document: JsonObject;
}

function versioned(document: JsonObject, resourceType: string, location: string): Versioned {
  const version = etagOf(JSON.stringify(document));
  return { etag: version, document: { ...document, meta: { resourceType, location, version } } };
}

function one(call: ScimCall, { etag, document }: Versioned): ScimAnswer {
  return unlessKnown(call, etag, JSON.stringify(document));
}

function all(call: ScimCall, documents: readonly Versioned[]): ScimAnswer {
  const texts = documents.map((d) => JSON.stringify(d.document));
  const [head, tail] = listAround(texts.length, { startIndex: 1 }, texts.length);
  const body = `${head}${texts.join(',')}${tail}`;
  return unlessKnown(call, etagOf(body), body);
}

function unlessKnown(call: ScimCall, etag: string, body: string): ScimAnswer {
  const known = (call.ifNoneMatch ?? '').split(',').map((t) => t.trim());
  if (known.includes(etag) || known.includes('*')) return { status: 304, body: null, headers: { etag } };
  return { status: 200, body, headers: { etag } };
}

/** B59: lists of discovery take no filter. */
function assertNoFilter(call: ScimCall): void {
  if (call.query['filter'] !== undefined) throw new AppFault('not-allowed', 'Filter is not supported here.');
}

function resourceTypes(call: ScimCall): Versioned[] {
  const core = typeNames.map((name) => {
    const { core } = resourceSchemas[name];
    const extensions = call.schemas.extensions[name].map((s) => ({ schema: s.id, required: false }));
    return resourceType(call, name, `/${name}s`, core, extensions);
  });
  const given = givenTypes(call).map((t) => resourceType(call, t.name, t.endpoint, t.schema, []));
  return [...core, ...given];
}

function resourceType(
  call: ScimCall,
  name: string,
  endpoint: string,
  schema: SchemaDef,
  schemaExtensions: JsonObject[],
): Versioned {
  const document = {
    schemas: [resourceTypeUrn],
    id: name,
    name,
    endpoint,
    description: schema.description,
    schema: schema.id,
    schemaExtensions,
  };
  return versioned(document, 'ResourceType', `${call.base}/ResourceTypes/${name}`);
}

export function listResourceTypes(call: ScimCall): ScimAnswer {
  assertNoFilter(call);
  return all(call, resourceTypes(call));
}

export function getResourceType(call: ScimCall): ScimAnswer {
  const found = resourceTypes(call).find((t) => t.document['id'] === call.id);
  if (found === undefined) throw new AppFault('not-found', 'Resource not found.');
  return one(call, found);
}

function schemasOf(call: ScimCall): SchemaDef[] {
  const core = typeNames.flatMap((name) => [resourceSchemas[name].core, ...call.schemas.extensions[name]]);
  return [...core, ...givenTypes(call).map((t) => t.schema)];
}

function schema(call: ScimCall, def: SchemaDef): Versioned {
  return versioned(schemaResource(def), 'Schema', `${call.base}/Schemas/${def.id}`);
}

export function listSchemas(call: ScimCall): ScimAnswer {
  assertNoFilter(call);
  return all(
    call,
    schemasOf(call).map((def) => schema(call, def)),
  );
}

export function getSchema(call: ScimCall): ScimAnswer {
  const def = schemasOf(call).find((s) => s.id.toLowerCase() === call.id.toLowerCase());
  if (def === undefined) throw new AppFault('not-found', 'Resource not found.');
  return one(call, schema(call, def));
}
