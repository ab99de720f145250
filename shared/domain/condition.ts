/**
 * A parsed SCIM filter (RFC 7644 §3.4.2.2) as a closed union: what the parser makes, storage turns into SQL and PATCH
 * evaluates over one element. Names are already those of the schema registry, never as the client spelled them.
 * Types only: the parser lives in `scim/`, the SQL in `storage/`. A path carries the definitions it was resolved to, so
 * that nobody downstream looks names up again, or in another registry than the one the parser had.
 */
import type { AttributeDef } from './scim-schema.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal = string | number | boolean | null;

/** `extension` is the URN of an extension schema, null for core attributes. Inside an element `attribute` is the sub-attribute. */
export interface AttributePath {
  readonly extension: string | null;
  readonly attribute: string;
  readonly sub: string | null;
  /** Of `attribute`. */
  readonly def: AttributeDef;
  /** Of `sub`, null where there is none. */
  readonly subDef: AttributeDef | null;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: CompareOperator;
      readonly value: Literal;
    }
  | { readonly kind: 'present'; readonly path: AttributePath }
  /** One and the same element of `path` satisfies `condition`, whose paths are relative to the element. */
  | { readonly kind: 'element'; readonly path: AttributePath; readonly condition: Condition };
