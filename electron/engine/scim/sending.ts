/**
 * Puts an answer on the wire: whole where it is small, in pieces where it is large, so that others have their turn
 * between two pieces. A client that stops reading is given up: what it reads from must not be kept open for ever.
 */
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { type Capture, keptOfBody } from './exchange-recorder.ts';
import { type BodyPieces, mediaType, type ScimAnswer } from './messages.ts';

/** How long a large answer may take to be read, ms; below Okta's 60 s (okta.md 1.10). */
const longestAnswer = 40_000;

/** Up to this many characters a body goes into the same write as its head. */
const smallBody = 16 * 1024;

export function send(reply: FastifyReply, answer: ScimAnswer, capture?: Capture): FastifyReply {
  reply.code(answer.status);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
  if (answer.headers !== undefined) reply.headers(answer.headers);
  if (answer.pieces !== undefined)
    return reply.header('content-type', mediaType).send(streamOf(answer.pieces, capture));
  if (answer.body === null) return reply.send();
  reply.header('content-type', mediaType);
  if (typeof answer.body === 'string') return reply.send(answer.body);
  let length = 0;
  for (const text of answer.body) length += text.length;
  if (length < smallBody) return reply.send(answer.body.join(''));
  const bytes = bytesOf(answer.body, length);
  if (capture !== undefined) capture.responseBody = bytes;
  return reply.send(bytes);
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

function streamOf(pieces: BodyPieces, capture: Capture | undefined): Readable {
  const stream = Readable.from(turns(pieces, capture), { objectMode: false, highWaterMark: 1024 * 1024 });
  const limit = setTimeout(() => stream.destroy(), longestAnswer);
  stream.once('close', () => {
    clearTimeout(limit);
    pieces.close();
  });
  return stream;
}

async function* turns(pieces: BodyPieces, capture: Capture | undefined) {
  let bytes = 0;
  let length = 0;
  let kept = '';
  for (const text of pieces.texts()) {
    const piece = Buffer.from(text);
    bytes += piece.length;
    length += text.length;
    if (kept.length < keptOfBody) kept += text.slice(0, keptOfBody - kept.length);
    if (capture !== undefined) {
      capture.responseBody = kept;
      capture.responseBytes = bytes;
      capture.responseCut = kept.length < length;
    }
    yield piece;
    await nextTurn();
  }
}
