/**
 * What the SCIM server and the simulator's client hand to the traffic log, and what the server asks the vault. Both
 * are handed in by `engine.ts`, so that neither side of the wire knows the log or the vault.
 */
import type { ExchangeDirection } from '../../../shared/domain/exchange.ts';
import type { TokenScope } from '../../../shared/domain/vault.ts';

/** As it went over the wire. The log masks secrets before it keeps anything; the giver need not. */
export interface CapturedExchange {
  /** Start, milliseconds since 1970. */
  readonly at: number;
  readonly direction: ExchangeDirection;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** What stands before `target` in the whole URL: scheme, host and port, without user information. */
  readonly origin: string;
  /** Path with ids resolved to names where the giver knows them, else left out. */
  readonly label?: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly durationMs: number;
  /** Names and values in turn, as Node's `rawHeaders`. */
  readonly requestHeaders: readonly string[];
  readonly responseHeaders: readonly string[];
  readonly requestBody: string | null;
  /** As text, or as UTF-8 bytes, which the log may take for itself: the giver does not touch them again. */
  readonly responseBody: string | Uint8Array | null;
  /** Bytes on the wire, where they differ from the text's length because the giver cut it. */
  readonly requestBytes?: number;
  readonly responseBytes?: number;
  readonly requestCut?: boolean;
  readonly responseCut?: boolean;
  /** Token name (in), connection name (out). */
  readonly actor: string | null;
  /** Token id (in), connection id (out). */
  readonly actorId: string | null;
  /** The user or group that the exchange is about: the server's id. */
  readonly resourceId?: string | null;
  readonly operationId?: string | null;
  readonly operation?: string | null;
  readonly notes: readonly string[];
  /** Attributes whose values must not be kept, besides those that are secrets by their name; left out where there are none. */
  readonly masked?: readonly string[];
  readonly remoteAddress: string | null;
  /** Why no answer came: `ECONNREFUSED`, `timeout`. */
  readonly error: string | null;
}

/** @param name in lower case */
export function headerIn(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const found = headers[i] as string;
    if (found.length === name.length && found.toLowerCase() === name) return headers[i + 1];
  }
  return undefined;
}

/** Takes the exchange into the log and answers with its `seq` at once; writing happens behind. */
export type RecordExchange = (exchange: CapturedExchange) => number;

export type Authentication =
  | {
      readonly ok: true;
      readonly tokenId: string;
      readonly tokenName: string;
      readonly scopes: readonly TokenScope[];
    }
  /** `missing`: nothing usable was sent (B01, B02). `invalid`: unknown, revoked, expired or mistyped (B03 to B07). */
  | { readonly ok: false; readonly reason: 'missing' | 'invalid' }
  /** Too many failures lately; only ever said to a request without a valid token (B20). Seconds. */
  | { readonly ok: false; readonly reason: 'throttled'; readonly retryAfter: number };

/** Judges one Authorization value (undefined: none was sent): Bearer in any case, the bare token, or the vault's Basic. */
export type Authenticate = (authorization: string | undefined) => Authentication;
