/**
 * Turns records into the text of a list, piece by piece. Formats: the Okta people CSV (okta.md 4.1), Okta's
 * group-members CSV (4.3; the group's name is a column of our own before it), generic CSV, SCIM ListResponse, NDJSON.
 */
import { stringify } from 'csv-stringify/sync';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { ListFormat, ListKind } from '../../../shared/domain/transfer.ts';
import { guardCell, isDangerous } from './formula-guard.ts';
import { activeColumn, genericFields, type ListField, oktaFields } from './list-fields.ts';

export interface ListedUser {
  readonly id: string;
  readonly active: boolean;
  readonly schemas: readonly string[];
  readonly attributes: JsonObject;
  readonly created: number;
  readonly lastModified: number;
  readonly version: number;
}

export interface ListedGroup extends Omit<ListedUser, 'active'> {
  readonly displayName: string;
  readonly externalId: string;
  /** userName of users, displayName of groups, in order. */
  readonly members: readonly {
    readonly id: string;
    readonly login: string;
    readonly type: 'User' | 'Group';
  }[];
}

export interface ListWriter {
  readonly mediaType: string;
  readonly extension: 'csv' | 'json' | 'ndjson';
  /** What stands before the first piece and after the last. `total` is the number of records. */
  head(total: number): string;
  tail(): string;
  user(user: ListedUser, first: boolean): string;
  group(group: ListedGroup, first: boolean): string;
  /** Cells guarded so far. */
  neutralised(): number;
}

/** @param raw CSV cells as they are, formulas and all */
export function listWriter(kind: ListKind, format: ListFormat, raw = false): ListWriter {
  if (format === 'scim-json' || format === 'ndjson') return jsonWriter(format);
  return csvWriter(kind, format, raw);
}

function csvWriter(kind: ListKind, format: 'okta-csv' | 'csv', raw: boolean): ListWriter {
  let neutralised = 0;
  const line = (cells: readonly string[]) => {
    if (raw) return stringify([cells], { record_delimiter: 'unix' });
    neutralised += cells.filter(isDangerous).length;
    return stringify([cells.map(guardCell)], { record_delimiter: 'unix' });
  };
  const fields: readonly ListField[] = format === 'okta-csv' ? oktaFields : genericFields;
  const userHeader =
    format === 'okta-csv' ? fields.map((f) => f.okta) : [...fields.map((f) => f.path), activeColumn];
  const groupHeader =
    format === 'okta-csv' ? ['group', 'userIdOrLogin'] : ['displayName', 'externalId', 'members'];
  return {
    mediaType: 'text/csv; charset=utf-8',
    extension: 'csv',
    head: () => stringify([kind === 'users' ? userHeader : groupHeader], { record_delimiter: 'unix' }),
    tail: () => '',
    user: (user) => {
      const cells = fields.map((f) => f.read(user.attributes));
      return line(format === 'okta-csv' ? cells : [...cells, String(user.active)]);
    },
    group: (group) => {
      const users = group.members.filter((m) => m.type === 'User');
      if (format === 'okta-csv') return users.map((m) => line([group.displayName, m.login])).join('');
      return line([group.displayName, group.externalId, users.map((m) => m.login).join('\n')]);
    },
    neutralised: () => neutralised,
  };
}

function jsonWriter(format: 'scim-json' | 'ndjson'): ListWriter {
  const whole = format === 'scim-json';
  const entry = (resource: unknown, first: boolean) => {
    const text = JSON.stringify(resource);
    return whole ? `${first ? '' : ','}\n${text}` : `${text}\n`;
  };
  return {
    mediaType: whole ? 'application/scim+json' : 'application/x-ndjson',
    extension: whole ? 'json' : 'ndjson',
    head: (total) =>
      whole
        ? `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${total},"startIndex":1,"itemsPerPage":${total},"Resources":[`
        : '',
    tail: () => (whole ? '\n]}\n' : ''),
    user: (user, first) =>
      entry(
        {
          schemas: user.schemas,
          id: user.id,
          ...user.attributes,
          active: user.active,
          meta: metaOf(user, 'User'),
        },
        first,
      ),
    group: (group, first) =>
      entry(
        {
          schemas: group.schemas,
          id: group.id,
          ...group.attributes,
          members: group.members.map((m) => ({ value: m.id, display: m.login, type: m.type })),
          meta: metaOf(group, 'Group'),
        },
        first,
      ),
    neutralised: () => 0,
  };
}

function metaOf(
  record: { created: number; lastModified: number; version: number },
  resourceType: 'User' | 'Group',
) {
  return {
    resourceType,
    created: new Date(record.created).toISOString(),
    lastModified: new Date(record.lastModified).toISOString(),
    version: `W/"${record.version}"`,
  };
}
