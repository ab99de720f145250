/**
 * A SCIM server that works until it is told to misbehave: in front of a real one, over real HTTP on loopback, it hands
 * every answer to the fault of the moment, which may change it, replace it or take the connection away. So what a
 * fault leaves behind can be compared with what the real server has, and everything can be tried again without it.
 */
import type { Json, JsonObject } from '../../shared/domain/json.ts';
import {
  type ScriptedAnswer,
  type ScriptedServer,
  type SeenRequest,
  startScriptedServer,
} from './okta-scripted-server.ts';
import { type ScimUnderTest, startScim } from './scim-start.ts';

export interface GoodAnswer {
  readonly status: number;
  /** Left out where there was none. */
  readonly body?: Json;
}

/** @param nth how many requests this fault has met before this one */
export type Spoil = (good: GoodAnswer, request: SeenRequest, nth: number) => ScriptedAnswer;

export interface Fault {
  /** Which requests meet it; a request that changes something reaches the real server all the same. */
  readonly on: (request: SeenRequest) => boolean;
  /** The request is refused: the real server does not see it. */
  readonly refuses?: boolean;
  readonly spoil: Spoil;
}

export interface FaultServer extends Pick<ScriptedServer, 'baseUrl' | 'seen'> {
  readonly scim: ScimUnderTest;
  misbehave(fault: Fault | null): void;
  close(): Promise<void>;
}

/** @param users how many it has: p1@x.com, p2@x.com … */
export async function startFaultServer(users: number): Promise<FaultServer> {
  const scim = await startScim();
  scim.directory.inUnit({ kind: 'admin' }, (unit) => {
    for (let n = 1; n <= users; n++) {
      const userName = `p${n}@x.com`;
      const name = { givenName: 'Person', familyName: String(n) };
      unit.createUser({ userName, name, emails: [{ value: userName, primary: true }] }, { active: true });
    }
    unit.createGroup({ displayName: 'Staff' });
  });
  let fault: Fault | null = null;
  let met = 0;
  const front = await startScriptedServer(async (request) => {
    const now = fault?.on(request) ? fault : null;
    const good = now?.refuses ? { status: 200 } : await passOn(scim, request);
    return now === null ? good : now.spoil(good, request, met++);
  });
  return {
    baseUrl: front.baseUrl,
    seen: front.seen,
    scim,
    misbehave: (next) => {
      fault = next;
      met = 0;
    },
    close: async () => {
      await front.close();
      await scim.stop();
    },
  };
}

async function passOn(scim: ScimUnderTest, request: SeenRequest): Promise<GoodAnswer> {
  const sent = request.body === '' ? undefined : request.body;
  const answer = await scim.call(request.method, request.path, sent);
  return answer.text === '' ? { status: answer.status } : { status: answer.status, body: answer.body };
}

/** A good list with some of its members changed. */
export function listWith(good: GoodAnswer, changed: JsonObject): ScriptedAnswer {
  return { status: good.status, body: { ...(good.body as JsonObject), ...changed } };
}

export function resourcesOf(good: GoodAnswer): JsonObject[] {
  return (good.body as JsonObject)['Resources'] as JsonObject[];
}

/** A good list with one of its resources changed, where it is on this page. */
export function userWith(
  good: GoodAnswer,
  userName: string,
  change: (user: JsonObject) => Json,
): ScriptedAnswer {
  const Resources = resourcesOf(good).map((user) => (user['userName'] === userName ? change(user) : user));
  return listWith(good, { Resources });
}
