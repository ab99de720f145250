import { z } from 'zod';
import type { JsonObject } from '../../domain/json.ts';
import type { SchemaRecord } from '../../domain/schema-record.ts';
import { answer, command } from '../command.ts';

const resource = z.custom<JsonObject>(
  (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
  'must be a JSON object',
);

export const schemaCommands = {
  /** Standard schemas first, then the extensions of this workspace. */
  'schemas.list': command(z.strictObject({}), answer<readonly SchemaRecord[]>()),
  /**
   * Adds an extension, or changes the one with this URN. Values that are stored stay as they are. `resource` is a SCIM
   * Schema resource (RFC 7643 §7); what is wrong comes back by field, as `attributes.2.name`.
   */
  'schemas.save': command(
    z.strictObject({
      resource,
      resourceType: z.enum(['User', 'Group']).default('User'),
      /** false: an extension with this URN is a `conflict`. */
      replace: z.boolean().default(false),
    }),
    answer<SchemaRecord>(),
  ),
  /** `resources`: users or groups that keep values of it. */
  'schemas.remove': command(
    z.strictObject({ urn: z.string().min(1).max(200) }),
    answer<{ readonly resources: number }>(),
  ),
} as const;
