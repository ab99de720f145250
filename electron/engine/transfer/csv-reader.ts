/**
 * A list file, from bytes to rows, with every complaint in words that name the row (security.md 5, C1 to C11).
 * Nothing here knows what the columns mean.
 */
import { TextDecoder } from 'node:util';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import { AppFault } from '../base/app-fault.ts';

export const limits = {
  fileBytes: 96 * 1024 * 1024,
  lineBytes: 1024 * 1024,
  rows: 200_000,
  columns: 200,
} as const;

export interface CsvTable {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Without the header. Row i of this list is row i + 2 of the file. */
  readonly rows: readonly (readonly string[])[];
}

const kinds: readonly (readonly [string, string])[] = [
  ['504b0304', 'This is an Excel workbook or a ZIP file. Export it as CSV first.'],
  ['d0cf11e0', 'This is an old Excel workbook. Export it as CSV first.'],
  ['25504446', 'This is a PDF. Export the list as CSV first.'],
  ['89504e47', 'This is a picture. Choose a CSV file.'],
  ['1f8b', 'This file is compressed. Unpack it first.'],
  ['53514c69746520', 'This is a database. Export the list as CSV first.'],
];

/** Looks at the first bytes only. @throws AppFault `invalid-input` for a file that is no text list at all. */
export function refuseOtherKinds(start: Uint8Array): void {
  const hex = Buffer.from(start.subarray(0, 8)).toString('hex');
  const found = kinds.find(([magic]) => hex.startsWith(magic));
  if (found) throw new AppFault('invalid-input', found[1]);
}

/** @throws AppFault `invalid-input`, `too-large` */
export function readCsv(bytes: Buffer): CsvTable {
  const text = decode(bytes);
  if (text.trim() === '') throw new AppFault('invalid-input', 'This file is empty.');
  if (/^\s*[[{]/.test(text)) {
    throw new AppFault('invalid-input', 'This is JSON, not CSV. Export the list as CSV first.');
  }
  const delimiter = detectDelimiter(text);
  const [header = [], ...rows] = parseRows(text, delimiter);
  checkHeader(header);
  const wide = rows.findIndex((r) => r.length > header.length);
  if (wide >= 0) {
    throw new AppFault(
      'invalid-input',
      `Row ${wide + 2} has ${rows[wide]?.length} columns, the header has ${header.length}. A value with the separator in it needs quotes.`,
    );
  }
  return { delimiter, header: header.map((h) => h.trim()), rows };
}

function decode(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe)
    return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff)
    return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppFault('invalid-input', `${whereNotUtf8(bytes)} is not valid UTF-8. Save the file as UTF-8.`);
  }
}

function whereNotUtf8(bytes: Buffer): string {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let row = 1; start <= bytes.length; row++) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    try {
      strict.decode(line);
    } catch {
      const good = line.toString('latin1');
      const at = line.findIndex((_byte, i) => !isUtf8(line.subarray(0, i + 1), strict, line));
      const delimiter = detectDelimiter(bytes.toString('latin1', 0, Math.min(bytes.length, 4096)));
      return `Row ${row}, column ${good.slice(0, Math.max(at, 0)).split(delimiter).length}`;
    }
    if (end < 0) break;
    start = end + 1;
  }
  return 'This file';
}

/** A prefix that ends inside a good sequence counts as good: only what can never become valid does not. */
function isUtf8(prefix: Uint8Array, strict: TextDecoder, line: Uint8Array): boolean {
  for (let more = 0; more < 4; more++) {
    try {
      strict.decode(line.subarray(0, prefix.length + more));
      return true;
    } catch {
      // the next byte may complete the sequence
    }
  }
  return false;
}

function detectDelimiter(text: string): string {
  const end = text.search(/[\r\n]/);
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((d) => [d, line.split(d).length - 1] as const);
  const best = counts.reduce((a, b) => (b[1] > a[1] ? b : a));
  return best[1] === 0 ? ',' : best[0];
}

function parseRows(text: string, delimiter: string): string[][] {
  const options: Options = {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: limits.lineBytes,
    to: limits.rows + 2,
  };
  let rows: string[][];
  try {
    rows = parse(text, options) as unknown as string[][];
  } catch (error) {
    if (error instanceof CsvError) throw csvFault(error);
    throw error;
  }
  if (rows.length > limits.rows + 1) {
    throw new AppFault('too-large', `This file has more than ${limits.rows} rows.`);
  }
  return rows;
}

function csvFault(error: CsvError): AppFault {
  const row = Number((error as { records?: unknown }).records ?? 0) + 1;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new AppFault(
        'invalid-input',
        `Row ${row}: a quote is opened and never closed. Nothing was imported.`,
      );
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return new AppFault(
        'invalid-input',
        `Row ${row}: a quote stands inside a value. Put the whole value in quotes and double the quotes in it. Nothing was imported.`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new AppFault('too-large', `Row ${row} is longer than 1 MiB.`);
    default:
      return new AppFault('invalid-input', `Row ${row} cannot be read as CSV. Nothing was imported.`);
  }
}

function checkHeader(header: readonly string[]): void {
  if (header.length > limits.columns) {
    throw new AppFault('too-large', `This file has more than ${limits.columns} columns.`);
  }
  const seen = new Set<string>();
  for (const [i, name] of header.entries()) {
    const trimmed = name.trim();
    if (trimmed === '')
      throw new AppFault(
        'invalid-input',
        `Column ${i + 1} has no header. The first row must name the columns.`,
      );
    if (seen.has(trimmed.toLowerCase())) {
      throw new AppFault(
        'invalid-input',
        `The header ${JSON.stringify(trimmed.slice(0, 80))} stands twice. Rename one of the columns.`,
      );
    }
    seen.add(trimmed.toLowerCase());
  }
}
