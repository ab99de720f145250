/**
 * What the command line prints: data on stdout, messages on stderr. Text that came from outside has its control and
 * direction characters escaped, so that a name cannot drive the terminal (security.md T30, L8).
 */
import type { Fault, FaultCode } from '../../shared/contract/faults.ts';

const unsafe = /[\p{Cc}\p{Bidi_Control}]/gu;

export function safeText(text: string): string {
  return text.replace(unsafe, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\t') return '\\t';
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Columns padded to the widest cell; cells are made safe. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const safe = [header, ...rows].map((row) => row.map(safeText));
  const widths = header.map((_h, i) => Math.max(...safe.map((row) => (row[i] ?? '').length)));
  for (const row of safe)
    print(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** Exit codes: security.md L1 to L5 for opening a workspace and usage; README lists them all. */
const exitCodes: Partial<Record<FaultCode, number>> = {
  'invalid-input': 2,
  'workspace-newer': 3,
  'workspace-foreign': 4,
  'workspace-damaged': 4,
  'workspace-unwritable': 5,
  'workspace-open': 6,
  unreachable: 3,
  'unauthorized-by-peer': 3,
  internal: 70,
};

export function exitCodeOf(fault: Fault): number {
  return exitCodes[fault.code] ?? 1;
}

export function printFault(fault: Fault, json: boolean): void {
  if (json) say(JSON.stringify({ error: fault }));
  else say(`rollcall: ${safeText(fault.message)}`);
}
