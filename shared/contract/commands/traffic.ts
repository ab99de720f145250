import { z } from 'zod';
import type { ExchangeRecord, ExchangeRow } from '../../domain/exchange.ts';
import { answer, command } from '../command.ts';

export const trafficCommands = {
  /** Newest first. `before` pages on: rows with a smaller `seq`. */
  'traffic.list': command(
    z.strictObject({
      text: z.string().max(1024).optional(),
      direction: z.enum(['in', 'out']).optional(),
      status: z.enum(['2xx', '3xx', '4xx', '5xx', 'none']).optional(),
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
      operationId: z.string().max(80).optional(),
      /** Exchanges whose path names this user or group. */
      resourceId: z.string().max(200).optional(),
      before: z.int().optional(),
      limit: z.int().min(1).max(500).default(200),
    }),
    answer<{ readonly all: number; readonly matched: number; readonly rows: readonly ExchangeRow[] }>(),
  ),
  'traffic.get': command(z.strictObject({ seq: z.int() }), answer<ExchangeRecord>()),
  'traffic.clear': command(z.strictObject({}), answer<{ readonly removed: number }>()),
} as const;
