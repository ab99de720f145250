/**
 * Reads HTTP/1.1 answers off a socket with as little work as can be, so that the load client is not what the bench
 * measures: status and length are taken from the head, bodies are counted and thrown away unless asked for. Trusts
 * the servers of this bench to be well-formed; nothing here is fit for strangers.
 */

export interface Answer {
  readonly status: number;
  /** Of the body, without its framing. */
  readonly bytes: number;
  /** The body where it was asked for, else ''. */
  readonly text: string;
}

export interface AnswerReader {
  /** Takes what arrived; answers once the answer is whole. One request at a time. */
  push(chunk: Buffer): Answer | undefined;
  /** Whether the next answer's body is wanted. */
  keepText(wanted: boolean): void;
}

type Stage = 'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'last';

interface Reading {
  stage: Stage;
  /** What arrived and could not be read yet. */
  rest: Buffer;
  status: number;
  bytes: number;
  /** Bytes of the body, or of the chunk, that are still to come. */
  left: number;
  keep: boolean;
  kept: Buffer[];
}

const blankLine = '\r\n\r\n';
const none = Buffer.alloc(0);

export function createAnswerReader(): AnswerReader {
  const reading: Reading = {
    stage: 'head',
    rest: none,
    status: 0,
    bytes: 0,
    left: 0,
    keep: false,
    kept: [],
  };
  return {
    push: (chunk) => push(reading, chunk),
    keepText: (wanted) => {
      reading.keep = wanted;
    },
  };
}

function push(reading: Reading, chunk: Buffer): Answer | undefined {
  const data = reading.rest.length === 0 ? chunk : Buffer.concat([reading.rest, chunk]);
  reading.rest = none;
  let at = 0;
  for (;;) {
    const { stage } = reading;
    const next = step(reading, data, at);
    if (next < 0) {
      reading.rest = data.subarray(at);
      return undefined;
    }
    at = next;
    if (stage === 'last' || (reading.stage === 'sized' && reading.left === 0)) return finish(reading);
    if (at >= data.length) return undefined;
  }
}

/** Reads one piece from `at` on and answers where it ends; -1: it is not all here yet. */
function step(reading: Reading, data: Buffer, at: number): number {
  switch (reading.stage) {
    case 'head':
      return readHead(reading, data);
    case 'sized':
    case 'chunk':
      return readBody(reading, data, at);
    case 'chunk-size':
    case 'chunk-end':
    case 'last':
      return readLine(reading, data, at);
  }
}

function readHead(reading: Reading, data: Buffer): number {
  const end = data.indexOf(blankLine);
  if (end < 0) return -1;
  const head = data.toString('latin1', 0, end).toLowerCase();
  reading.status = Number(head.slice(9, 12));
  reading.bytes = 0;
  reading.left = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
  reading.stage = head.includes('\r\ntransfer-encoding: chunked') ? 'chunk-size' : 'sized';
  return end + blankLine.length;
}

function readBody(reading: Reading, data: Buffer, at: number): number {
  const size = Math.min(reading.left, data.length - at);
  if (reading.keep) reading.kept.push(data.subarray(at, at + size));
  reading.bytes += size;
  reading.left -= size;
  if (reading.stage === 'chunk' && reading.left === 0) reading.stage = 'chunk-end';
  return at + size;
}

/** A chunk's size, the end of a chunk, or the blank line after the last one. */
function readLine(reading: Reading, data: Buffer, at: number): number {
  const end = data.indexOf('\r\n', at);
  if (end < 0) return -1;
  if (reading.stage === 'chunk-size') {
    reading.left = Number.parseInt(data.toString('latin1', at, end), 16);
    reading.stage = reading.left === 0 ? 'last' : 'chunk';
  } else reading.stage = 'chunk-size';
  return end + 2;
}

function finish(reading: Reading): Answer {
  const { status, bytes, keep, kept } = reading;
  reading.stage = 'head';
  reading.kept = [];
  return { status, bytes, text: keep ? Buffer.concat(kept).toString('utf8') : '' };
}
