/**
 * Handlers of `shared/contract/commands/directory.ts`: the same rules the SCIM server's clients meet, signed as the
 * person at the screen or the CLI.
 */

import type { directoryCommands } from '../../../shared/contract/commands/directory.ts';
import type { CallContext, HandlersOf, ParsedInputOf } from '../../../shared/contract/commands.ts';
import type { ChangeSource } from '../../../shared/domain/directory.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { AppFault } from '../base/app-fault.ts';
import type { Directory, Unit } from '../directory/directory.ts';
import { withWholeTag } from '../scim/entity-tag.ts';
import { parseFilter } from '../scim/filter-parser.ts';
import { groupText } from '../scim/group-resource.ts';
import { wholeOf } from '../scim/projection.ts';
import { userText } from '../scim/user-resource.ts';

type Table = HandlersOf<typeof directoryCommands>;

function signed(context: CallContext): ChangeSource {
  return context.door === 'cli' ? { kind: 'cli' } : { kind: 'admin' };
}

/** @throws AppFault `not-found` */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new AppFault('not-found', 'This record is not there any more.');
  return value;
}

function condition(directory: Directory, text: string | undefined, type: 'User' | 'Group') {
  return text === undefined || text.trim() === '' ? undefined : parseFilter(text, type, directory.schemas());
}

/** The count of what moved and the change that Undo needs. */
function moving(
  directory: Directory,
  context: CallContext,
  work: (unit: Unit) => number,
): { changed: number; seq: number | null } {
  return directory.inUnit(signed(context), (unit) => {
    const changed = work(unit);
    return { changed, seq: unit.firstSeq() };
  });
}

/** `base` is the SCIM base URL for the links in `users.scim` and `groups.scim`, as the server would send them. */
export function directoryHandlers(
  directory: Directory,
  base: () => string = () => 'http://127.0.0.1/scim/v2',
): Table {
  return {
    ...userHandlers(directory, base),
    ...groupHandlers(directory, base),
    ...historyHandlers(directory),
  };
}

type UserTable = Pick<Table, Extract<keyof Table, `users.${string}`>>;
type GroupTable = Pick<Table, Extract<keyof Table, `groups.${string}`>>;
type HistoryTable = Pick<Table, Extract<keyof Table, `history.${string}`>>;

function userHandlers(directory: Directory, base: () => string): UserTable {
  const record = (id: string) => found(directory.findUser(id));
  return {
    'users.list': (input) => listUsers(directory, input),
    'users.get': ({ id }) => record(id),
    'users.scim': ({ id }) => {
      const sent = wholeOf('User', directory.schemas());
      const user = withWholeTag(found(directory.userDocument(id)));
      return JSON.parse(userText(user, base(), sent)) as JsonObject;
    },
    'users.create': ({ attributes, active }, context) => {
      const { id } = directory.inUnit(signed(context), (unit) => unit.createUser(attributes, { active }));
      return record(id);
    },
    'users.update': ({ id, version, attributes, active }, context) => {
      directory.inUnit(signed(context), (unit) => unit.updateUser(id, attributes, { version, active }));
      return record(id);
    },
    'users.setActive': ({ ids, active }, context) =>
      moving(directory, context, (unit) => ids.filter((id) => unit.setUserActive(id, active).changed).length),
    'users.delete': ({ ids }, context) => {
      const { changed, seq } = moving(directory, context, (unit) => {
        for (const id of ids) unit.deleteUser(id);
        return ids.length;
      });
      return { deleted: changed, seq };
    },
  };
}

function listUsers(directory: Directory, input: ParsedInputOf<'users.list'>) {
  return directory.userRows({
    condition: condition(directory, input.filter, 'User'),
    text: input.text,
    view: input.view,
    groupId: input.groupId,
    offset: input.offset,
    limit: input.limit,
    sort: input.sortBy,
    descending: input.descending,
  });
}

function groupHandlers(directory: Directory, base: () => string): GroupTable {
  const record = (id: string) => found(directory.findGroup(id));
  return {
    'groups.list': (input) =>
      directory.groupRows({
        condition: condition(directory, input.filter, 'Group'),
        text: input.text,
        offset: input.offset,
        limit: input.limit,
        sort: input.sortBy,
        descending: input.descending,
      }),
    'groups.get': ({ id }) => record(id),
    'groups.scim': ({ id }) =>
      JSON.parse(
        groupText(
          directory,
          found(directory.groupDocument(id)),
          base(),
          wholeOf('Group', directory.schemas()),
        ),
      ) as JsonObject,
    'groups.create': ({ displayName, externalId }, context) => {
      const attributes = { displayName, ...(externalId === undefined ? {} : { externalId }) };
      const { id } = directory.inUnit(signed(context), (unit) => unit.createGroup(attributes));
      return record(id);
    },
    'groups.update': ({ id, version, attributes }, context) => {
      directory.inUnit(signed(context), (unit) => unit.updateGroup(id, attributes, { version }));
      return record(id);
    },
    'groups.delete': ({ ids }, context) => {
      const { changed, seq } = moving(directory, context, (unit) => {
        for (const id of ids) unit.deleteGroup(id);
        return ids.length;
      });
      return { deleted: changed, seq };
    },
    'groups.members': ({ id, ...query }) => directory.memberRows(id, query),
    'groups.addMembers': ({ id, memberIds }, context) =>
      moving(directory, context, (unit) => unit.addMembers(id, memberIds)),
    'groups.removeMembers': ({ id, memberIds }, context) =>
      moving(directory, context, (unit) => unit.removeMembers(id, memberIds)),
  };
}

function historyHandlers(directory: Directory): HistoryTable {
  return {
    'history.list': (query) => directory.history(query),
    'history.undo': ({ seq }) => ({
      restored: directory.inUnit({ kind: 'undo', of: seq }, (unit) => unit.undo(seq)),
    }),
  };
}
