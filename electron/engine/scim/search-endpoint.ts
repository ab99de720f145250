/**
 * POST /.search (RFC 7644 §3.4.3): users and groups in one list. An attribute that only one of the types has is without
 * a value on the other (§3.4.2.1); sorting is by what both have.
 */
import type { Directory } from '../directory/directory.ts';
import type { MixedDocument, MixedSort } from '../directory/mixed-reads.ts';
import type { ScimCall } from './call.ts';
import { groupPieces, groupText, isLarge } from './group-resource.ts';
import { cutPage, mixedRequest, placeOf, type RawList, searchParameters, windowOf } from './list-query.ts';
import { type ListPlace, listAnswer, listAround, type ScimAnswer } from './messages.ts';
import type { Projection } from './projection.ts';
import { userText } from './user-resource.ts';

const sorts: ReadonlyMap<string, MixedSort> = new Map<string, MixedSort>([
  ['', 'seq'],
  ['id', 'id'],
  ['externalId', 'externalId'],
  ['meta.created', 'created'],
  ['meta.lastModified', 'lastModified'],
]);

type Projections = Readonly<Record<'User' | 'Group', Projection>>;

interface Page {
  readonly total: number;
  readonly place: ListPlace;
  readonly rows: readonly MixedDocument[];
}

export function searchAll(directory: Directory, call: ScimCall): ScimAnswer {
  const raw: RawList = searchParameters(call.body());
  const request = mixedRequest(raw, sorts, call);
  const { sort, descending, conditions, projections } = request;
  const { offset, limit } = windowOf(request);
  const found = directory.mixedDocuments({ offset, limit, conditions, sort, descending });
  const { rows, next } = cutPage('.search', raw, request, found.rows);
  return answerWith(directory, call, projections, {
    total: found.total,
    place: placeOf(request, next),
    rows,
  });
}

function answerWith(
  directory: Directory,
  call: ScimCall,
  projections: Projections,
  { total, place, rows }: Page,
): ScimAnswer {
  const groups = rows.flatMap((row) => (row.type === 'Group' ? [row.group] : []));
  const textOf = (row: MixedDocument) =>
    row.type === 'User'
      ? userText(row.user, call.base, projections.User)
      : groupText(directory, row.group, call.base, projections.Group);
  if (!isLarge(groups, projections.Group)) return listAnswer(total, place, rows.map(textOf));
  // what comes before each group, and after the last
  const [head, tail] = listAround(total, place, rows.length);
  const leads: string[] = [];
  let lead = head;
  for (const [i, row] of rows.entries()) {
    const comma = i === 0 ? '' : ',';
    if (row.type === 'User') lead += comma + textOf(row);
    else {
      leads.push(lead + comma);
      lead = '';
    }
  }
  const pieces = groupPieces(directory, groups, call.base, projections.Group, { leads, tail: lead + tail });
  return { status: 200, body: null, pieces };
}
