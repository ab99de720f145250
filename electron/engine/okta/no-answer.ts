/** Why no whole answer came, in words: the wire's codes are for programs. */
import { AppFault } from '../base/app-fault.ts';
import type { PeerProblem } from './peer.ts';

export interface NoAnswer {
  /** In place of an HTTP reason. */
  readonly reason: string;
  readonly problem: PeerProblem;
  /** For the log: `ECONNREFUSED`, `timeout`. */
  readonly error: string;
}

interface Circumstances {
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** Milliseconds that the exchange had. */
  readonly timeoutMs: number;
  /** Status of an answer that had begun; null where none had. */
  readonly begun: number | null;
}

export function noAnswer(error: unknown, how: Circumstances): NoAnswer {
  const said = (kind: PeerProblem['kind'], reason: string, detail: string, logged: string): NoAnswer => ({
    reason,
    problem: { kind, remote: '', detail },
    error: logged,
  });
  const code = errorCode(error);
  if (how.cancelled) return said('cancelled', 'Cancelled', 'It was cancelled.', 'cancelled');
  if (how.timedOut || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    const seconds = how.timeoutMs / 1000;
    const began = how.begun === null ? '' : ` It began to answer ${how.begun}.`;
    const detail = `No complete answer within ${seconds} seconds; Okta closes the connection after 60.${began}`;
    return said('timeout', 'Read timed out', detail, 'timeout');
  }
  const fault = causes(error).find((e) => e instanceof AppFault);
  if (fault !== undefined) return said('address', 'Address not allowed', fault.message, fault.code);
  const shown = code ?? (error instanceof Error ? error.message.slice(0, 200) : 'unknown');
  const where = how.begun === null ? 'No answer' : `The answer ${how.begun} broke off in the middle`;
  return said('unreachable', 'Connection failed', `${where}: ${connectionWords(shown)}.`, shown);
}

/** Node gathers the failures of several addresses in one error. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.filter((e): e is Error => e instanceof Error)];
}

export function errorCode(error: unknown): string | null {
  for (const e of causes(error)) {
    if ('code' in e && typeof e.code === 'string') return e.code;
  }
  return null;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address (ECONNREFUSED)',
  ENOTFOUND: 'the host name is not known (ENOTFOUND)',
  EAI_AGAIN: 'the host name could not be looked up (EAI_AGAIN)',
  ECONNRESET: 'the server closed the connection (ECONNRESET)',
  UND_ERR_SOCKET: 'the server closed the connection (UND_ERR_SOCKET)',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 seconds',
  UND_ERR_HEADERS_OVERFLOW: 'the server sent more than 16 KiB of headers (UND_ERR_HEADERS_OVERFLOW)',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'it has another length than its Content-Length says',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  CERT_HAS_EXPIRED: 'the certificate has expired',
};

function connectionWords(code: string): string {
  if (/^HPE_|HTTP\/1\.1 protocol/.test(code)) return `what the server sent is not HTTP (${code})`;
  return words[code] ?? code;
}
