import { describe, expect, it } from 'vitest';
import { AppFault } from '../../electron/engine/base/app-fault.ts';
import { limits, readCsv, refuseOtherKinds } from '../../electron/engine/transfer/csv-reader.ts';
import { guardCell, unguardCell } from '../../electron/engine/transfer/formula-guard.ts';

function complaint(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppFault) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a CSV file', () => {
  const accepted: readonly (readonly [string, Buffer, string])[] = [
    ['commas', Buffer.from('login,email\na,b\n'), ','],
    ['semicolons (C9)', Buffer.from('login;email\r\na;b\r\n'), ';'],
    ['tabs (C9)', Buffer.from('login\temail\na\tb'), '\t'],
    ['carriage returns and blank lines (C9)', Buffer.from('login,email\r\r\ra,b\r'), ','],
    ['a byte order mark', Buffer.from('\ufefflogin,email\na,b\n'), ','],
    ['UTF-16 with a mark (C4)', Buffer.from('\ufefflogin,email\na,b\n', 'utf16le'), ','],
    ['quotes around a separator', Buffer.from('"login","email"\n"a","b"\n'), ','],
  ];
  it.each(accepted)('with %s is read', (_what, bytes, delimiter) => {
    expect(readCsv(bytes)).toEqual({ delimiter, header: ['login', 'email'], rows: [['a', 'b']] });
  });

  const refused: readonly (readonly [string, Buffer, string])[] = [
    [
      'an unclosed quote (C5)',
      Buffer.from('login,email\na,b\n"c,d\ne,f\n'),
      'Row 3: a quote is opened and never closed. Nothing was imported.',
    ],
    [
      'a stray quote (C5)',
      Buffer.from('login,email\na,b"c\n'),
      'Row 2: a quote stands inside a value. Put the whole value in quotes and double the quotes in it. Nothing was imported.',
    ],
    [
      'Windows-1252 bytes (C4)',
      Buffer.from([...Buffer.from('login,email\na,b\nc,d'), 0xe9, 0x0a]),
      'Row 3, column 2 is not valid UTF-8. Save the file as UTF-8.',
    ],
    [
      'a doubled header (C6)',
      Buffer.from('login,Login\na,b\n'),
      'The header "Login" stands twice. Rename one of the columns.',
    ],
    [
      'an empty header (C6)',
      Buffer.from('login,\na,b\n'),
      'Column 2 has no header. The first row must name the columns.',
    ],
    [
      'more cells than the header',
      Buffer.from('login,email\na,b,c\n'),
      'Row 2 has 3 columns, the header has 2. A value with the separator in it needs quotes.',
    ],
    ['nothing', Buffer.from('  \n'), 'This file is empty.'],
    ['JSON', Buffer.from('[{"login":"a"}]'), 'This is JSON, not CSV. Export the list as CSV first.'],
    [
      '201 columns (C3)',
      Buffer.from(`${Array.from({ length: 201 }, (_, i) => `c${i}`).join(',')}\n`),
      'This file has more than 200 columns.',
    ],
    [
      'a line over 1 MiB (C2)',
      Buffer.from(`login,email\na,${'x'.repeat(limits.lineBytes + 1)}\n`),
      'Row 2 is longer than 1 MiB.',
    ],
  ];
  it.each(refused)('with %s is refused in words', (_what, bytes, words) => {
    expect(complaint(() => readCsv(bytes))).toBe(words);
  });

  it('may have 200,000 rows and no more (C3)', () => {
    const rows = (n: number) => Buffer.from(`login\n${'a\n'.repeat(n)}`);
    expect(readCsv(rows(limits.rows)).rows).toHaveLength(limits.rows);
    expect(complaint(() => readCsv(rows(limits.rows + 1)))).toBe('This file has more than 200000 rows.');
  });

  it('is refused by its first bytes where it is something else (C8)', () => {
    expect(complaint(() => refuseOtherKinds(Buffer.from('504b030414000600', 'hex')))).toMatch(
      /Excel workbook/,
    );
    expect(complaint(() => refuseOtherKinds(Buffer.from('%PDF-1.7')))).toMatch(/PDF/);
    expect(complaint(() => refuseOtherKinds(Buffer.from('89504e470d0a1a0a', 'hex')))).toMatch(/picture/);
    expect(complaint(() => refuseOtherKinds(Buffer.from('login,email')))).toBe('accepted');
  });
});

describe('formulas (C1)', () => {
  const cells = [
    '=HYPERLINK("http://x")',
    '+1',
    '-1',
    '@x',
    '\tx',
    '\rx',
    '\0x',
    "'=1",
    "''=1",
    "'plain",
    'plain',
    '',
    "'",
  ];
  it.each(cells)('%j comes back as it was', (cell) => {
    expect(unguardCell(guardCell(cell))).toBe(cell);
  });

  it('cannot run in a spreadsheet', () => {
    for (const cell of cells) expect(guardCell(cell)).not.toMatch(/^[=+\-@\t\r]/);
  });
});
