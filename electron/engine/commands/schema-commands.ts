/** Handlers of the extension schemas. */

import type { schemaCommands } from '../../../shared/contract/commands/schemas.ts';
import type { HandlersOf } from '../../../shared/contract/commands.ts';
import type { ExtensionSchemas } from '../directory/extension-schemas.ts';

export function schemaHandlers(schemas: ExtensionSchemas): HandlersOf<typeof schemaCommands> {
  return {
    'schemas.list': () => schemas.list(),
    'schemas.save': (input) => schemas.save(input),
    'schemas.remove': ({ urn }) => ({ resources: schemas.remove(urn) }),
  };
}
