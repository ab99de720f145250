/** A load of HTTP requests over a fixed number of connections, and what it took. */
import { Pool } from 'undici';

export interface Measured {
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: string;
}

/** @param next the i-th call, 0-based */
export async function load(
  origin: string,
  headers: Readonly<Record<string, string>>,
  connections: number,
  requests: number,
  next: (i: number) => Call,
): Promise<Measured> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  let failed = 0;
  let at = 0;
  const worker = async () => {
    while (at < requests) {
      const call = next(at++);
      const began = performance.now();
      const answer = await pool.request({
        method: call.method,
        path: call.path,
        headers: {
          ...headers,
          ...(call.body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        },
        ...(call.body === undefined ? {} : { body: call.body }),
      });
      await answer.body.arrayBuffer();
      times.push(performance.now() - began);
      if (answer.statusCode >= 400) failed += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  times.sort((a, b) => a - b);
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
  return { rate: requests / seconds, p50: quantile(0.5), p99: quantile(0.99), failed };
}
