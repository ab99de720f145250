/**
 * Test API Credentials / Test Connector Configuration (okta.md 1.3): one list of users, and one list of groups only
 * where Import Groups is on. Okta reads no discovery document for normal apps (documented), so neither does this.
 */
import type { TestResult, TestStep } from '../../../../shared/domain/simulator.ts';
import { readList } from '../answer-reading.ts';
import { testFailed, testSucceeded } from '../error-text.ts';
import type { Peer, PeerAnswer } from '../peer.ts';

const probes = {
  users: { title: 'List users', path: '/Users?startIndex=1&count=2' },
  groups: { title: 'List groups', path: '/Groups?startIndex=1&count=100' },
};

/** Never throws for what the server does. @param at milliseconds since 1970 */
export async function testCredentials(
  peer: Peer,
  options: { readonly importGroups: boolean; readonly at: number },
): Promise<TestResult> {
  const steps: TestStep[] = [];
  let failed: PeerAnswer | null = null;
  for (const probe of options.importGroups ? [probes.users, probes.groups] : [probes.users]) {
    const answer = await peer.send({ method: 'GET', path: probe.path });
    const step = stepOf(probe.title, answer);
    steps.push(step);
    if (!step.ok) {
      failed = answer;
      break;
    }
  }
  const oktaText =
    failed === null ? testSucceeded(peer.dialect, peer.appName) : testFailed(peer.dialect, failed.reason);
  return { at: options.at, ok: failed === null, oktaText, steps };
}

function stepOf(title: string, answer: PeerAnswer): TestStep {
  const step = { title, exchangeSeq: answer.seq };
  if (answer.problem !== null) return { ...step, ok: false, detail: answer.problem.detail };
  const list = readList(answer.body);
  const isList = list.total !== null || list.resources.length > 0;
  const count = list.total === null ? 'an unknown number' : String(list.total);
  const odd = [...list.warnings.map((warning) => `But ${warning}.`), ...answer.remarks];
  const said = odd.map((sentence) => ` ${sentence}`).join('');
  return isList
    ? { ...step, ok: true, detail: `${answer.status}: the server has ${count}.${said}` }
    : { ...step, ok: false, detail: `${answer.status}, but the answer is not a list.${said}` };
}
