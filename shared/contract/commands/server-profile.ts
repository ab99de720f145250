import { z } from 'zod';
import { faultPaths, type ServerProfile } from '../../domain/server-profile.ts';
import { answer, command } from '../command.ts';

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfter: z.int().min(0).max(86_400).nullable(),
  }),
  z.strictObject({ kind: z.literal('not-json') }),
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({ kind: z.literal('lose') }),
  z.strictObject({ kind: z.literal('delay'), ms: z.int().min(1).max(120_000) }),
]);

const rule = z.strictObject({
  id: z.string().min(1).max(80),
  on: z.boolean(),
  method: z.enum(['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.enum(faultPaths),
  every: z.int().min(1).max(10_000),
  effect,
});

const profile = z.strictObject({
  strict: z.boolean(),
  pageCap: z.int().min(1).max(1000),
  patch: z.boolean(),
  bulk: z.boolean(),
  entitlements: z.boolean(),
  refuseWith: z.union([z.literal(429), z.literal(503)]),
  latencyMs: z.int().min(0).max(30_000),
  faults: z.array(rule).max(50),
});

export const serverProfileCommands = {
  'server.profile': command(z.strictObject({}), answer<ServerProfile>()),
  /** Replaces the whole profile; in force for the next request. */
  'server.setProfile': command(z.strictObject({ profile }), answer<ServerProfile>()),
} as const;
