/** A schema as screens and the command line show it. */
import type { JsonObject } from './json.ts';
import type { AttributeDef, ResourceTypeName } from './scim-schema.ts';

export interface SchemaRecord {
  readonly urn: string;
  readonly name: string;
  readonly description: string;
  readonly resourceType: ResourceTypeName;
  /** An admin defined it; the standard ones cannot be changed. */
  readonly custom: boolean;
  readonly attributes: readonly AttributeDef[];
  /** Users or groups with values of it; 0 for standard ones, which are not counted. */
  readonly resources: number;
  /** As `/Schemas/{urn}` has it, without `meta`. */
  readonly resource: JsonObject;
}
