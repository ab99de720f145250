/**
 * Talking to one connection: its settings, its address and its secret, found when first needed. The secret is asked
 * for with the origin it is sent to, so a changed address can never receive it.
 */
import type { AppSettings, ConnectionRecord } from '../../../shared/domain/simulator.ts';
import { AppFault } from '../base/app-fault.ts';
import { noteContact, readApp, readConnection } from '../storage/okta-connection-rows.ts';
import { checkBaseUrl } from './address-policy.ts';
import { type AppMapping, compileMapping } from './app-mapping.ts';
import type { Sim } from './context.ts';
import type { Peer, PeerAnswer, PeerRequest } from './peer.ts';
import { withRateLimit } from './rate-limit.ts';
import type { Target } from './scim-client.ts';

/** Longest wait for a 429 that is sat through, seconds; beyond it the task fails and says so. */
const longestWait = 30;

export interface Session {
  readonly connection: ConnectionRecord;
  readonly app: AppSettings;
  /** The application's mappings, read once for the session. */
  mapping(): AppMapping;
  /** @throws AppFault before anything is sent, where the address or the secret cannot be used */
  ready(): Promise<void>;
  /** @param words what the exchanges are for: "Create user ana.ruiz" */
  peer(words: string): Peer;
  /** Keeps when the server was last met and how that went; call it when the work is over. */
  finish(): void;
}

export interface SessionUse {
  readonly operationId: string;
  note(text: string): void;
  readonly signal?: AbortSignal;
}

/** @throws AppFault `not-found` */
export function openSession(sim: Sim, connectionId: string, use: SessionUse): Session {
  const connection = readConnection(sim.db, connectionId);
  const app = readApp(sim.db, connectionId);
  if (connection === undefined || app === undefined) {
    throw new AppFault('not-found', 'This connection does not exist any more.');
  }
  const signal = use.signal ? AbortSignal.any([sim.closing.signal, use.signal]) : sim.closing.signal;
  let target: Promise<Target> | null = null;
  const getTarget = () => {
    target ??= findTarget(sim, connection);
    return target;
  };
  let mapping: AppMapping | null = null;
  let last: PeerAnswer | null = null;
  const send = async (request: PeerRequest, words: string): Promise<PeerAnswer> => {
    const errand = { operationId: use.operationId, operation: words, signal };
    const patience = { sleep: sim.sleep, longestWait, signal };
    last = await getTarget().then(
      (to) => withRateLimit(() => sim.client.send(to, request, errand), patience),
      notSent,
    );
    for (const remark of last.remarks) use.note(remark);
    return last;
  };
  return {
    connection,
    app,
    mapping: () => {
      mapping ??= compileMapping(app);
      return mapping;
    },
    ready: async () => {
      await getTarget();
    },
    peer: (words) => ({
      dialect: app.dialect,
      appName: connection.name,
      send: (request) => send(request, words),
      note: use.note,
    }),
    finish: () => {
      if (last === null || last.problem?.kind === 'cancelled') return;
      noteContact(sim.db, connectionId, sim.clock(), contactError(last));
      sim.announce({ type: 'connections' });
    },
  };
}

/** A refusal of ours reads like an answer that never came, so that it lands on the task of each person. */
function notSent(error: unknown): PeerAnswer {
  if (!(error instanceof AppFault)) throw error;
  const kind = error.code === 'unreachable' ? 'unreachable' : 'address';
  const problem = { kind, remote: '', detail: error.message } as const;
  const nothing = { body: undefined, seq: null, retryAfter: undefined, remarks: [] };
  return { status: 0, reason: 'Not sent', problem, ...nothing };
}

/** 404 and 409 are answers of a server that works; 401, 403, 5xx and no answer are not. */
function contactError(answer: PeerAnswer): string | null {
  const { problem, status } = answer;
  const answered = problem?.kind === 'http' && status < 500 && status !== 401 && status !== 403;
  return problem === null || answered ? null : problem.detail;
}

async function findTarget(sim: Sim, connection: ConnectionRecord): Promise<Target> {
  const who = { connectionId: connection.id, connectionName: connection.name };
  if (connection.kind === 'local') {
    const local = await sim.localEndpoint();
    if (local === null) {
      throw new AppFault('unreachable', 'The local server is not running. Start it, then try again.');
    }
    return { ...who, baseUrl: local.baseUrl.replace(/\/+$/, ''), authorization: `Bearer ${local.token}` };
  }
  const rules = { withSecret: connection.hasSecret, refuseOrigins: sim.refuseOrigins() };
  const url = checkBaseUrl(connection.baseUrl, rules);
  const secret = connection.hasSecret ? await sim.secrets.get(connection.id, url.origin) : null;
  if (connection.hasSecret && secret === null) {
    throw new AppFault('secret-needed', `Enter the secret of ${connection.name} again.`);
  }
  return { ...who, baseUrl: url.href.replace(/\/+$/, ''), authorization: authorization(connection, secret) };
}

/** okta.md 1.2: bearer (seen), verbatim header (seen), basic (documented). */
function authorization(connection: ConnectionRecord, secret: string | null): string | null {
  if (secret === null) return null;
  switch (connection.authMode) {
    case 'bearer':
      return `Bearer ${secret}`;
    case 'header':
      return secret;
    case 'basic':
      return `Basic ${Buffer.from(`${connection.username ?? ''}:${secret}`).toString('base64')}`;
    default:
      return connection.authMode satisfies never;
  }
}
