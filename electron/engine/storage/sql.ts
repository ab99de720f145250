/**
 * SQL with its values apart. A fragment's text comes from this source code only; what comes from outside travels as
 * a bound value, so no input can change a statement.
 */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

function isSql(v: unknown): v is Sql {
  return typeof v === 'object' && v !== null && 'text' in v && 'values' in v;
}

/**
 * SQLite compiles a statement anew at each new value of a bare `?` that its planner looked at, in every `limit ?` and in
 * most joins: 20 µs and more a call. It does not look behind a cast, and a cast to a value's own type changes nothing.
 */
function placeholder(value: SqlValue): string {
  if (typeof value === 'string') return asText;
  return Number.isSafeInteger(value) ? asInteger : '?';
}

/** For statements written out: `where u.id = ${asText}`. */
export const asText = 'cast(? as text)';
export const asInteger = 'cast(? as integer)';

/** Template tag: nested fragments are spliced with their values, anything else becomes a bound value. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, i) => {
    if (isSql(part)) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += placeholder(part);
      values.push(part);
    }
    text += strings[i + 1] ?? '';
  });
  return { text, values };
}

export const emptySql: Sql = { text: '', values: [] };

/** Joins fragments by a constant of ours, e.g. `join(parts, ' and ')`. */
export function join(parts: readonly Sql[], separator: ' and ' | ' or ' | ', '): Sql {
  return { text: parts.map((p) => p.text).join(separator), values: parts.flatMap((p) => p.values) };
}

/** A LIKE pattern that finds `text` anywhere, literally; use with `escape '\'`. */
export function likeAnywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
