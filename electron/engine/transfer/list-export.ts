/**
 * Lists leave in pieces: which records is fixed when the list is opened, their text is made while it is read, so a
 * list of any length needs little memory and no write waits for it.
 */
import type { Condition } from '../../../shared/domain/condition.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { ExportPreview, ListFormat, ListKind } from '../../../shared/domain/transfer.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Clock, IdSource } from '../base/ports.ts';
import type { Directory } from '../directory/directory.ts';
import { type ListedGroup, type ListedUser, type ListWriter, listWriter } from './list-writer.ts';

export interface ListRequest {
  readonly kind: ListKind;
  readonly format: ListFormat;
  readonly condition?: Condition | undefined;
  readonly includeInactive: boolean;
  readonly raw: boolean;
}

export interface ListExport {
  preview(request: ListRequest): ExportPreview;
  open(request: ListRequest): { id: string; fileName: string; mediaType: string; rows: number };
  /** @throws AppFault `not-found` ten minutes after the last read, or after the end. */
  read(id: string): { text: string; done: boolean };
}

const openForMs = 600_000;
const openAtMost = 16;
const recordsAPiece = 500;
/** Records that a preview counts guarded cells in. */
const recordsLookedAt = 1000;

interface OpenList {
  readonly writer: ListWriter;
  readonly kind: ListKind;
  readonly ids: readonly string[];
  next: number;
  lastRead: number;
}

export function createListExport(deps: { directory: Directory; clock: Clock; ids: IdSource }): ListExport {
  const { directory, clock } = deps;
  const lists = new Map<string, OpenList>();
  const forget = () => {
    for (const [id, list] of lists) if (clock() - list.lastRead > openForMs) lists.delete(id);
    while (lists.size >= openAtMost) lists.delete(lists.keys().next().value as string);
  };
  const fileName = (request: ListRequest, writer: ListWriter) =>
    `rollcall-${request.kind}-${new Date(clock()).toISOString().slice(0, 10)}.${writer.extension}`;
  return {
    preview: (request) => {
      const writer = listWriter(request.kind, request.format, request.raw);
      const ids = idsOf(directory, request);
      const text = writer.head(ids.length) + pieceOf(directory, writer, request.kind, ids.slice(0, 5), 0);
      const sample = text.split('\n').slice(0, 5).join('\n');
      return {
        rows: ids.length,
        sample: sample.slice(0, 20_000),
        fileName: fileName(request, writer),
        mediaType: writer.mediaType,
        neutralised: countNeutralised(directory, request, ids),
        lookedAt: Math.min(ids.length, recordsLookedAt),
      };
    },
    open: (request) => {
      forget();
      const writer = listWriter(request.kind, request.format, request.raw);
      const ids = idsOf(directory, request);
      const id = deps.ids.uuid();
      lists.set(id, { writer, kind: request.kind, ids, next: 0, lastRead: clock() });
      return { id, fileName: fileName(request, writer), mediaType: writer.mediaType, rows: ids.length };
    },
    read: (id) => {
      forget();
      const list = lists.get(id);
      if (list === undefined)
        throw new AppFault('not-found', 'This list is no longer open. Export it again.');
      const ids = list.ids.slice(list.next, list.next + recordsAPiece);
      const head = list.next === 0 ? list.writer.head(list.ids.length) : '';
      const text = pieceOf(directory, list.writer, list.kind, ids, list.next);
      list.next += ids.length;
      list.lastRead = clock();
      const done = list.next >= list.ids.length;
      if (done) lists.delete(id);
      return { text: head + text + (done ? list.writer.tail() : ''), done };
    },
  };
}

/** Every id of the list, in order of creation: what is exported is decided here. */
function idsOf(directory: Directory, request: ListRequest): string[] {
  if (request.kind === 'users') {
    return directory.userIds({
      condition: request.condition,
      ...(request.includeInactive ? {} : { active: true }),
    });
  }
  const ids: string[] = [];
  for (let offset = 0; ; offset += 500) {
    const page = directory.groupDocuments({
      condition: request.condition,
      offset,
      limit: 500,
      sort: 'seq',
      descending: false,
    });
    ids.push(...page.rows.map((g) => g.id));
    if (page.rows.length === 0) return ids;
  }
}

function pieceOf(
  directory: Directory,
  writer: ListWriter,
  kind: ListKind,
  ids: readonly string[],
  before: number,
): string {
  let text = '';
  let first = before === 0;
  for (const id of ids) {
    const piece =
      kind === 'users' ? userPiece(directory, writer, id, first) : groupPiece(directory, writer, id, first);
    if (piece === null) continue;
    text += piece;
    first = false;
  }
  return text;
}

/** null where the record was deleted since the list was opened. */
function userPiece(directory: Directory, writer: ListWriter, id: string, first: boolean): string | null {
  const user = directory.userDocument(id);
  return user === undefined ? null : writer.user(listedUser(user), first);
}

function listedUser(user: NonNullable<ReturnType<Directory['userDocument']>>): ListedUser {
  return {
    id: user.id,
    active: user.active,
    schemas: JSON.parse(user.schemas) as string[],
    attributes: JSON.parse(user.attributes) as JsonObject,
    created: user.created,
    lastModified: user.lastModified,
    version: user.version,
  };
}

function groupPiece(directory: Directory, writer: ListWriter, id: string, first: boolean): string | null {
  const group = directory.findGroup(id);
  const document = directory.groupDocument(id);
  if (group === undefined || document === undefined) return null;
  const listed: ListedGroup = {
    id,
    displayName: group.displayName,
    externalId: group.externalId ?? '',
    schemas: JSON.parse(document.schemas) as string[],
    attributes: group.attributes,
    created: group.created,
    lastModified: group.lastModified,
    version: group.version,
    members: membersOf(directory, id),
  };
  return writer.group(listed, first);
}

function membersOf(directory: Directory, groupId: string): ListedGroup['members'] {
  const members: { id: string; login: string; type: 'User' | 'Group' }[] = [];
  for (let offset = 0; ; offset += 500) {
    const page = directory.memberRows(groupId, { offset, limit: 500 });
    for (const m of page.rows) members.push({ id: m.id, login: m.userName ?? m.name, type: m.type });
    if (page.rows.length < 500) return members;
  }
}

/** Only CSV guards cells. A preview looks at the first rows and says how many: the whole list may be long. */
function countNeutralised(directory: Directory, request: ListRequest, ids: readonly string[]): number {
  if (request.format !== 'csv' && request.format !== 'okta-csv') return 0;
  const writer = listWriter(request.kind, request.format, request.raw);
  pieceOf(directory, writer, request.kind, ids.slice(0, recordsLookedAt), 0);
  return writer.neutralised();
}
