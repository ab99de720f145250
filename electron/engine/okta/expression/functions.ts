/**
 * The functions of Okta's expression language that concern mappings (Okta's expression language reference,
 * documented). Not documented, and inferred from the Java that Okta's examples behave like: text that is absent stays
 * absent, a search text that is not found leaves `substringBefore` whole and `substringAfter` empty, positions beyond
 * the end are cut back. Nothing here reads a text as a regular expression.
 */
import { asNumber, asText, same } from './conversion.ts';
import type { Run, Value } from './syntax.ts';

export interface KnownFunction {
  readonly least: number;
  readonly most: number;
  readonly run: Run;
}

const longest = 10_000;

function checked(length: number, fail: (why: string) => never): void {
  if (length > longest) fail(`the value gets longer than ${longest.toLocaleString('en-US')} characters`);
}

/** A function of texts; absent input gives `absent`, absent further arguments count as empty. */
function ofText(
  count: number,
  run: (input: string, more: readonly string[], fail: (why: string) => never) => Value,
  absent: Value = null,
): KnownFunction {
  return {
    least: count,
    most: count,
    run: (args, _subject, fail) => {
      const [input = null, ...more] = args.map((arg) => asText(arg, fail));
      return input === null
        ? absent
        : run(
            input,
            more.map((each) => each ?? ''),
            fail,
          );
    },
  };
}

const substring: KnownFunction = {
  least: 3,
  most: 3,
  run: ([input = null, start = null, end = null], _subject, fail) =>
    asText(input, fail)?.slice(Math.max(0, asNumber(start, fail)), Math.max(0, asNumber(end, fail))) ?? null,
};

const substringBefore = ofText(2, (input, [search = '']) => {
  const at = input.indexOf(search);
  return at === -1 ? input : input.slice(0, at);
});

const substringAfter = ofText(2, (input, [search = '']) => {
  const at = input.indexOf(search);
  return at === -1 ? '' : input.slice(at + search.length);
});

const toUpperCase = ofText(1, (input) => input.toUpperCase());
const toLowerCase = ofText(1, (input) => input.toLowerCase());

const join: KnownFunction = {
  least: 1,
  most: 200,
  run: (args, _subject, fail) => {
    const [separator, ...parts] = args.map((arg) => asText(arg, fail) ?? '');
    const text = parts.join(separator);
    checked(text.length, fail);
    return text;
  },
};

const stringSwitch: KnownFunction = {
  least: 4,
  most: 200,
  run: (args, _subject, fail) => {
    if (args.length % 2 === 1) fail('String.stringSwitch needs a value for every key');
    const [input = '', otherwise = null, ...pairs] = args.map((arg) => asText(arg, fail));
    // the first key that the input contains wins, in the order of the keys (documented)
    const key = pairs.findIndex((each, i) => i % 2 === 0 && each !== null && (input ?? '').includes(each));
    return key === -1 ? otherwise : (pairs[key + 1] ?? null);
  },
};

const replace = ofText(3, (input, [match = '', replacement = ''], fail) => {
  if (match === '') return input;
  const times = input.split(match).length - 1;
  checked(input.length + times * (replacement.length - match.length), fail);
  return input.replaceAll(match, () => replacement);
});

const replaceFirst = ofText(3, (input, [match = '', replacement = ''], fail) => {
  checked(input.length + replacement.length, fail);
  return match === '' ? input : input.replace(match, () => replacement);
});

const append: KnownFunction = {
  least: 2,
  most: 2,
  run: (args, _subject, fail) => {
    const text = args.map((arg) => asText(arg, fail) ?? '').join('');
    checked(text.length, fail);
    return text;
  },
};

/** A function of a list; an absent one is empty (Arrays.size(NULL) is 0, documented). */
function ofList(
  count: number,
  run: (items: readonly Value[], more: Value, fail: (why: string) => never) => Value,
): KnownFunction {
  return {
    least: count,
    most: count,
    run: ([list = null, more = null], _subject, fail) => {
      if (list !== null && !isList(list)) return fail('a list is needed here, such as {10, 20}');
      return run(list ?? [], more, fail);
    },
  };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

const get = ofList(2, (items, more, fail) => {
  const position = asNumber(more, fail);
  if (!Number.isInteger(position) || position < 0 || position >= items.length) {
    return fail(`the list has no position ${position}`);
  }
  return items[position] ?? null;
});

const toCsvString = ofList(1, (items, _more, fail) => {
  const text = items.map((item) => asText(item, fail) ?? '').join(',');
  checked(text.length, fail);
  return text;
});

const toInt: KnownFunction = {
  least: 1,
  most: 1,
  run: ([value = null], _subject, fail) => {
    if (value === null) return null;
    const number = asNumber(value, fail);
    if (typeof value === 'string' && !Number.isInteger(number)) fail(`"${value}" is not a whole number`);
    const rounded = Math.round(number);
    if (Math.abs(rounded) >= 2 ** 31) fail('the number is too large for an integer');
    return rounded;
  },
};

const toNum: KnownFunction = {
  least: 1,
  most: 1,
  run: ([value = null], _subject, fail) => (value === null ? null : asNumber(value, fail)),
};

/** Whether letter case counts in group names is not documented: it does (inferred). */
function ofGroups(fits: (group: string, wanted: string) => boolean): KnownFunction {
  return {
    least: 1,
    most: 1,
    run: ([wanted = null], subject, fail) => {
      const name = asText(wanted, fail);
      return name !== null && subject.groupNames().some((group) => fits(group, name));
    },
  };
}

export const functions: ReadonlyMap<string, KnownFunction> = new Map<string, KnownFunction>([
  ['String.append', append],
  ['String.join', join],
  ['String.len', ofText(1, (input) => input.length, 0)],
  ['String.removeSpaces', ofText(1, (input) => input.replaceAll(' ', ''))],
  ['String.replace', replace],
  ['String.replaceFirst', replaceFirst],
  ['String.stringContains', ofText(2, (input, [search = '']) => input.includes(search), false)],
  ['String.startsWith', ofText(2, (input, [search = '']) => input.startsWith(search), false)],
  ['String.stringSwitch', stringSwitch],
  ['String.substring', substring],
  ['String.substringAfter', substringAfter],
  ['String.substringBefore', substringBefore],
  ['String.toUpperCase', toUpperCase],
  ['String.toLowerCase', toLowerCase],
  ['Arrays.contains', ofList(2, (items, wanted) => items.some((item) => same(item, wanted)))],
  ['Arrays.size', ofList(1, (items) => items.length)],
  ['Arrays.isEmpty', ofList(1, (items) => items.length === 0)],
  ['Arrays.toCsvString', toCsvString],
  ['Arrays.get', get],
  ['Convert.toInt', toInt],
  ['Convert.toNum', toNum],
  ['isMemberOfGroupName', ofGroups((group, name) => group === name)],
  ['isMemberOfGroupNameStartsWith', ofGroups((group, name) => group.startsWith(name))],
  ['isMemberOfGroupNameContains', ofGroups((group, name) => group.includes(name))],
  // deprecated, documented
  ['substringBefore', substringBefore],
  ['substringAfter', substringAfter],
  ['toUpperCase', toUpperCase],
  ['toLowerCase', toLowerCase],
  ['substring', substring],
]);
