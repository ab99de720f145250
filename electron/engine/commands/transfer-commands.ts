/** Handlers of lists that leave and enter. */

import type { transferCommands } from '../../../shared/contract/commands/transfer.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { Condition } from '../../../shared/domain/condition.ts';
import type { FileImport } from '../transfer/file-import.ts';
import type { ListExport } from '../transfer/list-export.ts';

/** @param parseFilter a SCIM filter over users or groups; throws `invalid-input` with the position */
export function transferHandlers(
  exports: ListExport,
  imports: FileImport,
  parseFilter: (filter: string, type: 'User' | 'Group') => Condition,
): HandlersOf<typeof transferCommands> {
  const request = <T extends { kind: 'users' | 'groups'; filter?: string | undefined }>({
    filter,
    ...rest
  }: T) => ({
    ...rest,
    ...(filter ? { condition: parseFilter(filter, rest.kind === 'users' ? 'User' : 'Group') } : {}),
  });
  return {
    'export.preview': (input) => exports.preview(request(input)),
    'export.open': (input) => exports.open(request(input)),
    'export.read': ({ id }) => exports.read(id),
    'imports.begin': ({ fileName, kind }) => imports.begin(fileName, kind),
    'imports.append': ({ id, chunk }) => imports.append(id, Buffer.from(chunk, 'base64')),
    'imports.plan': ({ id, mapping }) => imports.plan(id, mapping),
    'imports.rows': ({ id, action, offset, limit }) => imports.rows(id, action, offset, limit),
    'imports.commit': ({ id, digest }) => imports.commit(id, digest),
    'imports.discard': ({ id }) => {
      imports.discard(id);
      return {};
    },
  };
}
