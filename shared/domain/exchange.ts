/** One HTTP request and its answer, as the traffic log keeps it. Secrets are masked before anything is kept. */
export type ExchangeDirection = 'in' | 'out';

export interface ExchangeRow {
  /** 1-based, in order of arrival at the log. */
  readonly seq: number;
  /** Start, milliseconds since 1970. */
  readonly at: number;
  readonly direction: ExchangeDirection;
  readonly method: string;
  /** Path with query as sent, e.g. `/scim/v2/Users?startIndex=1&count=2`. */
  readonly target: string;
  /** Path with ids resolved to names where the directory knows them, e.g. `/Users/Ana Ruiz`. */
  readonly label: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Milliseconds, with fractions. */
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Token name (in) or connection name (out). */
  readonly actor: string | null;
  /** Exchanges that belong together share it. */
  readonly operationId: string | null;
  /** What the operation is, in words: "Create user ana.ruiz". */
  readonly operation: string | null;
  /** Notes a reader should see: ignored attributes, lenient spellings accepted, errors. */
  readonly noteCount: number;
}

export interface ExchangeRecord extends ExchangeRow {
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  /** null where there was none. Passwords are replaced before storage. */
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  /** Bytes of the body as it went over the wire; larger than the text's where it was cut at 2 MiB. */
  readonly requestCut: boolean;
  readonly responseCut: boolean;
  readonly remoteAddress: string | null;
  readonly notes: readonly string[];
  /** Why no answer came, e.g. `ECONNREFUSED`. */
  readonly error: string | null;
}
