/**
 * Puts an answer on the wire: whole where it is small, in pieces where it is large, so that others have their turn
 * between two pieces. A client that stops reading is given up: what it reads from must not be kept open for ever.
 * Of the answer to a HEAD, Node sends the head alone.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { type Capture, keptOfBody } from './exchange-recorder.ts';
import { type BodyPieces, mediaType, type ScimAnswer } from './messages.ts';

/** How long a large answer may take to be read, ms; below Okta's 60 s (okta.md 1.10). */
const longestAnswer = 40_000;

/** Up to this many characters a body goes into the same write as its head. */
const smallBody = 16 * 1024;

/**
 * The response is written without Fastify's `reply.send`: the head is known, and what would look at it again costs as
 * much as the answer itself. A handler must not return the reply afterwards: Fastify would wait for its end.
 */
export function send(reply: FastifyReply, answer: ScimAnswer, capture: Capture): void {
  reply.hijack();
  const head = headOf(answer);
  // Fastify's wish where a body was not read to its end: what is still coming must not be taken for a request
  if (reply.getHeader('connection') === 'close') head.push('connection', 'close');
  capture.responseHeaders = head;
  const response = reply.raw;
  if (answer.pieces !== undefined) {
    response.writeHead(answer.status, head);
    if (reply.request.method === 'HEAD') {
      answer.pieces.close();
      response.end();
      return;
    }
    void writePieces(response, answer.pieces, capture);
    return;
  }
  if (answer.body === null) {
    response.writeHead(answer.status, head);
    response.end();
    return;
  }
  const body = bodyOf(answer.body);
  capture.responseBody = body;
  const bytes = Buffer.byteLength(body);
  capture.responseBytes = bytes;
  head.push('content-length', String(bytes));
  // as many bytes as characters: all of it is ASCII, which needs no encoding
  const ascii = typeof body === 'string' && bytes === body.length;
  writeLater({ response, status: answer.status, head, body, encoding: ascii ? 'latin1' : 'utf8' });
}

interface Written {
  readonly response: ServerResponse;
  readonly status: number;
  readonly head: string[];
  readonly body: string | Buffer;
  readonly encoding: 'latin1' | 'utf8';
}

let written: Written[] = [];

/**
 * What is answered in one turn of the event loop goes out together at its end. Each write wakes the client's side;
 * one after the other they find it awake, and the code of this side stays in the processor's cache meanwhile: a fifth
 * less of a look-up's time with 16 connections (bench/notes.md).
 */
function writeLater(one: Written): void {
  if (written.length === 0) setImmediate(writeAll);
  written.push(one);
}

function writeAll(): void {
  const due = written;
  written = [];
  for (const { response, status, head, body, encoding } of due) {
    try {
      response.writeHead(status, head);
      response.end(body, encoding);
    } catch {
      // one answer that cannot be written must not keep the others from going out
      response.destroy();
    }
  }
}

/** Names and values in turn, as `writeHead` takes them. */
function headOf({ headers, body, pieces, contentType = mediaType }: ScimAnswer): string[] {
  const head = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff'];
  if (headers !== undefined) for (const name in headers) head.push(name, headers[name] as string);
  if (body !== null || pieces !== undefined) head.push('content-type', contentType);
  return head;
}

function bodyOf(body: string | readonly string[]): string | Buffer {
  if (typeof body === 'string') return body;
  let length = 0;
  for (const text of body) length += text.length;
  return length < smallBody ? body.join('') : bytesOf(body, length);
}

/** Encoded once, text by text: a page is never one long string, which V8 would have to flatten, measure and encode. */
function bytesOf(texts: readonly string[], length: number): Buffer {
  let bytes = Buffer.allocUnsafeSlow(length + (length >> 3) + 64);
  let at = 0;
  for (const text of texts) {
    // three bytes are the most that one UTF-16 unit becomes
    if (bytes.length - at < text.length * 3 && bytes.length - at < Buffer.byteLength(text)) {
      const larger = Buffer.allocUnsafeSlow(bytes.length * 2 + text.length * 3);
      bytes.copy(larger, 0, 0, at);
      bytes = larger;
    }
    at += bytes.write(text, at);
  }
  return bytes.subarray(0, at);
}

/**
 * Written as text straight to the response, waiting for the client between two pieces. Fastify does not see the body;
 * the log is told by the response's end, as always.
 */
async function writePieces(response: ServerResponse, pieces: BodyPieces, capture: Capture): Promise<void> {
  const limit = setTimeout(() => response.destroy(), longestAnswer);
  // 'drain' never comes once the connection is gone
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for (const text of pieces.texts()) {
      if (response.destroyed) return;
      keepPiece(capture, text);
      if (!response.write(text)) await once(response, 'drain', { signal: gone.signal });
      await nextTurn();
    }
    response.end();
  } catch {
    // the client went away, or the snapshot was ended: half an answer must not look like a whole one
    response.destroy();
  } finally {
    clearTimeout(limit);
    pieces.close();
  }
}

function keepPiece(capture: Capture, text: string): void {
  const kept = typeof capture.responseBody === 'string' ? capture.responseBody : '';
  const room = keptOfBody - kept.length;
  if (room > 0) capture.responseBody = kept + text.slice(0, room);
  if (text.length > room) capture.responseCut = true;
  capture.responseBytes += Buffer.byteLength(text);
}
