/**
 * A list of which a part is mapped on Create only (a secondary e-mail, the type of the primary one). A replace of the
 * whole list would take that part away, so the entries are replaced one by one, by `primary`, as Okta names them
 * (okta.md 3.9). That Okta sends this shape is inferred.
 */
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { asObject } from '../peer.ts';

/** @param before the list as it was; undefined where that is not known */
export function entryOperations(
  name: string,
  entries: readonly Json[],
  before: Json | undefined,
): JsonObject[] {
  const was = Array.isArray(before) ? before.map(asObject) : null;
  return entries.flatMap((item): JsonObject[] => {
    const entry = asObject(item);
    if (entry === null) return [];
    const old = was?.find((each) => each?.['primary'] === entry['primary']);
    if (was !== null && !old) return [{ op: 'add', path: name, value: [entry] }];
    return Object.entries(entry)
      .filter(([part, value]) => part !== 'primary' && old?.[part] !== value)
      .map(([part, value]) => ({
        op: 'replace',
        path: `${name}[primary eq ${entry['primary'] === true}].${part}`,
        value,
      }));
  });
}
