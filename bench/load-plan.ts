/** What the bench asks of its load client, and what the client answers: plain records that cross a process. */

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{id}` stands for the id of what this connection created last. */
  readonly path: string;
  readonly body?: string;
  /** Its time is not counted: it only prepares the next call. */
  readonly silent?: boolean;
}

/** Calls that one connection makes one after another. */
export type Turn = readonly Call[];

export interface LoadPlan {
  readonly kind: 'load';
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly turns: readonly Turn[];
  /** How long at most; null: until `calls` are made. */
  readonly seconds: number | null;
  /** How many calls at most; null: as many as there is time for, from the first turn again after the last. */
  readonly calls: number | null;
  /** A word to the parent every so many calls; 0: none. */
  readonly tellEvery: number;
}

/** Ends a load that has no other end, and brings its result. */
export interface StopLoad {
  readonly kind: 'stop';
}

export interface Measured {
  readonly kind: 'measured';
  /** Counted calls. */
  readonly calls: number;
  /** Counted calls per second. */
  readonly rate: number;
  /** Milliseconds of the counted calls. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** Answers of 400 and more, and connections that broke; silent calls too. */
  readonly failed: number;
  /** The last status that was a failure; 0: the connection broke or nothing failed. */
  readonly failure: number;
  /** Of the bodies of counted calls. */
  readonly bytes: number;
  /** How much of one core the client itself used, 1 is all of it. */
  readonly clientShare: number;
}

export interface Told {
  readonly kind: 'told';
  readonly calls: number;
}
