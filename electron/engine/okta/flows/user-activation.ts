/**
 * Deactivate and reactivate (okta.md 1.6, documented and seen): a catalog app PATCHes `active` without a path, a
 * wizard app reads the user and puts the same object back. Okta never deletes a user here (documented).
 */
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { noteDifferences } from '../answer-check.ts';
import { errorPrefixes } from '../error-text.ts';
import { patchSchema } from '../mapping.ts';
import { expectObject, expectSuccess, type Peer, userPath } from '../peer.ts';

export interface Activation {
  /** The server's id. */
  readonly id: string;
  readonly login: string;
  readonly active: boolean;
}

/** @throws OktaTask with Okta's text (inferred); also for 404, whose outcome is not documented */
export async function setActive(peer: Peer, activation: Activation): Promise<void> {
  const { id, login, active } = activation;
  const prefix = active ? errorPrefixes.reactivateUser(login) : errorPrefixes.deactivateUser(login);
  const about = { path: userPath(id), resourceId: id, label: `/Users/${login}` };
  if (peer.dialect === 'catalog') {
    const body = { schemas: [patchSchema], Operations: [{ op: 'replace', value: { active } }] };
    noteDifferences(
      peer,
      login,
      { active },
      await expectSuccess(peer, { method: 'PATCH', ...about, body }, prefix),
    );
    return;
  }
  const got = await expectObject(peer, { method: 'GET', ...about }, prefix);
  const answer = await expectSuccess(peer, { method: 'PUT', ...about, body: { ...got, active } }, prefix);
  noteDifferences(peer, login, { active }, answer);
}

/** Entra and others write booleans as text. */
export function isInactive(user: JsonObject): boolean {
  const { active } = user;
  return active === false || (typeof active === 'string' && active.toLowerCase() === 'false');
}
