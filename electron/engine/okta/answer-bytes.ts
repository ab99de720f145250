/** The bytes of an answer, up to a cap on the wire and another once unpacked: a small answer may hold a large one. */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { errorCode } from './no-answer.ts';
import type { PeerProblem } from './peer.ts';

const answerCap = 10 * 1024 * 1024;

type Unpacked = { readonly bytes: Buffer } | { readonly problem: PeerProblem };

export type AnswerBytes = Unpacked & { readonly wireBytes: number };

interface Wrapping {
  /** Content-Encoding in lower case. */
  readonly encoding: string;
  /** Content-Length as it came. */
  readonly announced: string | undefined;
}

/** @throws what the stream throws where the connection ends first */
export async function readAnswerBytes(body: Readable, wrapping: Wrapping): Promise<AnswerBytes> {
  const announced = Number(wrapping.announced ?? 0);
  if (announced > answerCap) {
    // destroying the stream closes its socket; an error of it is of no interest any more
    body.on('error', () => undefined).destroy();
    return { problem: tooLarge(`The answer says that it has ${bytesInWords(announced)}`), wireBytes: 0 };
  }
  const wire = await readBounded(body);
  if (wire === null) return { problem: tooLarge('The answer goes on without an end'), wireBytes: answerCap };
  return { ...(await unpack(wire, wrapping.encoding)), wireBytes: wire.length };
}

function tooLarge(what: string): PeerProblem {
  const detail = `${what}: larger than 10 MiB, which is where reading stops.`;
  return { kind: 'too-large', remote: '', detail };
}

function bytesInWords(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('en')} MiB`;
}

/** null where there is more than the cap. */
async function readBounded(body: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // leaving the loop destroys the stream and its socket
    if (length > answerCap) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unpackers = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate) };

async function unpack(wire: Buffer, encoding: string): Promise<Unpacked> {
  if (encoding === 'identity' || wire.length === 0) return { bytes: wire };
  const unpacker = unpackers[encoding as keyof typeof unpackers];
  if (unpacker === undefined) {
    return {
      problem: unreadable(`came in the encoding "${encoding.slice(0, 40)}", which was not asked for`),
    };
  }
  try {
    return { bytes: await unpacker(wire, { maxOutputLength: answerCap }) };
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE'
      ? { problem: tooLarge(`The answer has ${bytesInWords(wire.length)} packed and grows when unpacked`) }
      : { problem: unreadable(`says it is ${encoding} and cannot be unpacked`) };
  }
}

function unreadable(what: string): PeerProblem {
  return { kind: 'not-json', remote: '', detail: `The answer ${what}.` };
}
