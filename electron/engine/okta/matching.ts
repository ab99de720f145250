/**
 * Which Okta person an imported user is (okta.md 3.4, 3.5). Exact by the app's rule and case-sensitive (documented);
 * partial on first and last name where the app allows it. Several exact or several partial candidates are ambiguous;
 * Okta's console does not name that case, so the word is ours.
 *
 * Not here: looking candidates up (import-rows), and deciding; a person decides unless auto-confirm says otherwise.
 */
import type { AppSettings, Decision, MatchKind } from '../../../shared/domain/simulator.ts';

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly email: string;
}

export interface ImportedUser {
  readonly userName: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** How candidates are found; each list is bounded by the giver. */
export interface CandidateSource {
  byLogin(login: string): readonly Candidate[];
  byEmail(email: string): readonly Candidate[];
  byNames(firstName: string, lastName: string): readonly Candidate[];
  /** Same login or e-mail when letter case is ignored. */
  byFolded(login: string, email: string): readonly Candidate[];
}

export interface Match {
  readonly kind: MatchKind;
  readonly person: Candidate | null;
  readonly candidates: readonly Candidate[];
  readonly reason: string | null;
}

type MatchSettings = Pick<AppSettings, 'matchRule' | 'usernameFormat' | 'allowPartialMatch'>;

/** The Okta username that an imported user would get (okta.md 3.4, Okta username format). */
export function oktaUsername(user: ImportedUser, format: AppSettings['usernameFormat']): string {
  return format === 'email' && user.email !== '' ? user.email : user.userName;
}

export function matchUser(user: ImportedUser, settings: MatchSettings, source: CandidateSource): Match {
  const login = oktaUsername(user, settings.usernameFormat);
  const wanted = settings.matchRule === 'email' ? user.email : login;
  const by = settings.matchRule === 'email' ? source.byEmail : source.byLogin;
  const exact = wanted === '' ? [] : by(wanted);
  if (exact.length > 0) return verdict('EXACT', exact, ruleWord(settings), null);
  const named =
    settings.allowPartialMatch && user.firstName !== '' && user.lastName !== ''
      ? source.byNames(user.firstName, user.lastName)
      : [];
  if (named.length > 0) {
    return verdict('PARTIAL', named, 'first and last name', `${ruleWord(settings)} differs`);
  }
  const folded = source.byFolded(login, user.email)[0];
  const reason = folded ? `${folded.login} differs in letter case only; matching is case-sensitive` : null;
  return { kind: 'NONE', person: null, candidates: [], reason };
}

function ruleWord(settings: MatchSettings): string {
  return settings.matchRule === 'email' ? 'email' : 'username';
}

function verdict(
  kind: 'EXACT' | 'PARTIAL',
  found: readonly Candidate[],
  by: string,
  reason: string | null,
): Match {
  const [first] = found;
  if (found.length === 1 && first !== undefined) return { kind, person: first, candidates: [], reason };
  return {
    kind: 'AMBIGUOUS',
    person: null,
    candidates: found,
    reason: `${found.length} people have the same ${by}`,
  };
}

/** What Okta proposes before anyone decides (okta.md 3.5); an ambiguous row waits for a person. */
export function proposedDecision(kind: MatchKind): Decision {
  switch (kind) {
    case 'EXACT':
    case 'PARTIAL':
      return 'EXISTING';
    case 'NONE':
      return 'NEW';
    case 'AMBIGUOUS':
      return 'UNDECIDED';
    default:
      return kind satisfies never;
  }
}
