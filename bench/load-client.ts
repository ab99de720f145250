/**
 * The load client: a process of its own, so that its work is not done on the bench's clock and every subject meets
 * the same one. Takes a plan over IPC, makes its calls over raw keep-alive sockets, one call at a time on each, and
 * answers with what it measured. Requests are written out before the clock starts.
 *
 * Usage: forked by load-driver.ts.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Answer, createAnswerReader } from './answer-reader.ts';
import type { Call, LoadPlan, Measured, StopLoad, Told } from './load-plan.ts';

interface Line {
  ask(request: Buffer | string, keepText: boolean): Promise<Answer>;
  close(): void;
}

async function open(origin: URL): Promise<Line> {
  const socket: Socket = connect({ host: origin.hostname, port: Number(origin.port), noDelay: true });
  await once(socket, 'connect');
  const reader = createAnswerReader();
  let done: ((answer: Answer) => void) | undefined;
  let broke: ((error: Error) => void) | undefined;
  socket.on('data', (chunk) => {
    const answer = reader.push(chunk as Buffer);
    if (answer !== undefined) done?.(answer);
  });
  socket.on('error', (error) => broke?.(error));
  socket.on('close', () => broke?.(new Error('the connection was closed')));
  return {
    ask: (request, keepText) =>
      new Promise((resolve, reject) => {
        done = resolve;
        broke = reject;
        reader.keepText(keepText);
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function written(plan: LoadPlan, host: string, call: Call, id = ''): string {
  const headers = Object.entries(plan.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const body = call.body ?? '';
  if (call.body !== undefined)
    headers.push(`content-type: application/scim+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`);
  const path = call.path.replace('{id}', id);
  return `${call.method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${headers.join('')}\r\n${body}`;
}

interface Ready {
  readonly call: Call;
  /** null: has to wait for an id. */
  readonly request: Buffer | null;
  /** Whether a later call of the turn needs the id of what this one creates. */
  readonly creates: boolean;
}

function prepare(plan: LoadPlan, host: string): Ready[][] {
  return plan.turns.map((turn) => {
    const needsId = turn.some((call) => call.path.includes('{id}'));
    return turn.map((call) => ({
      call,
      request: call.path.includes('{id}') ? null : Buffer.from(written(plan, host, call)),
      creates: needsId && call.method === 'POST',
    }));
  });
}

function createTally(plan: LoadPlan) {
  const times: number[] = [];
  let failed = 0;
  let failure = 0;
  let bytes = 0;
  let made = 0;
  return {
    took: (call: Call, ms: number, answer: Answer | null) => {
      made += 1;
      if (plan.tellEvery > 0 && made % plan.tellEvery === 0) tell({ kind: 'told', calls: made });
      if (answer === null || answer.status >= 400) {
        failed += 1;
        failure = answer?.status ?? 0;
      }
      if (call.silent === true) return;
      times.push(ms);
      bytes += answer?.bytes ?? 0;
    },
    result: (seconds: number, clientShare: number): Measured => {
      times.sort((a, b) => a - b);
      const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
      const [p50, p99, longest] = [quantile(0.5), quantile(0.99), quantile(1)];
      const rate = times.length / seconds;
      const calls = times.length;
      return { kind: 'measured', calls, rate, p50, p99, longest, failed, failure, bytes, clientShare };
    },
  };
}

function tell(message: Measured | Told): void {
  process.send?.(message);
}

async function load(plan: LoadPlan, stopped: () => boolean): Promise<Measured> {
  const origin = new URL(plan.origin);
  const turns = prepare(plan, origin.host);
  const tally = createTally(plan);
  const lines = await Promise.all(Array.from({ length: plan.connections }, () => open(origin)));
  const cpu = process.cpuUsage();
  const began = performance.now();
  const deadline = plan.seconds === null ? Number.POSITIVE_INFINITY : began + plan.seconds * 1000;
  const most = plan.calls ?? Number.POSITIVE_INFINITY;
  let next = 0;
  let started = 0;
  const work = async (line: Line) => {
    let id = '';
    while (started < most && performance.now() < deadline && !stopped()) {
      const turn = turns[next++ % turns.length] ?? [];
      started += turn.length;
      for (const { call, request, creates } of turn) {
        const asked = performance.now();
        const answer = await line
          .ask(request ?? written(plan, origin.host, call, id), creates)
          .catch(() => null);
        tally.took(call, performance.now() - asked, answer);
        if (answer === null) return;
        if (creates) id = /"id":"([^"]+)"/.exec(answer.text)?.[1] ?? '';
      }
    }
  };
  await Promise.all(lines.map(work));
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  for (const line of lines) line.close();
  return tally.result(seconds, (used.user + used.system) / 1e6 / seconds);
}

let stop = false;
process.on('message', (message: LoadPlan | StopLoad) => {
  if (message.kind === 'stop') {
    stop = true;
    return;
  }
  stop = false;
  void load(message, () => stop).then(tell);
});
process.on('disconnect', () => process.exit(0));
