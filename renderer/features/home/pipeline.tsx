/** People of the simulated org, those linked to an account, and the accounts there are; each number opens its rows. */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import { hrefOf } from '../../state/route-store.ts';
import { Icon } from '../../ui/icon.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';

export function Pipeline({ pipeline }: { readonly pipeline: HomeSummary['pipeline'] }) {
  const { people, linked, accounts } = pipeline;
  const unlinked = people - linked;
  const ownerless = accounts - linked;
  const org = hrefOf('/simulator', { tab: 'people' });
  const assignments = hrefOf('/simulator', { tab: 'assignments' });
  const users = hrefOf('/users');
  return (
    <div className="wide pipeline">
      <PipeNumber value={people} label="people in Okta, simulated" href={org} />
      <PipeLink
        href={people === 0 ? org : assignments}
        text={
          people === 0
            ? 'nobody yet'
            : unlinked > 0
              ? `${verb(unlinked, 'person', 'people')} not linked`
              : 'all linked'
        }
      />
      <PipeNumber value={linked} label="linked" href={assignments} />
      <PipeLink
        href={users}
        text={
          ownerless > 0
            ? `${plural(ownerless, 'account')} ${ownerless === 1 ? 'has' : 'have'} no owner`
            : accounts === 0
              ? 'no account yet'
              : 'every account has an owner'
        }
      />
      <PipeNumber value={accounts} label="accounts here" href={users} />
    </div>
  );
}

function verb(count: number, one: string, many: string): string {
  return `${plural(count, one, many)} ${count === 1 ? 'is' : 'are'}`;
}

function PipeNumber(props: { readonly value: number; readonly label: string; readonly href: string }) {
  return (
    <div className="pipe-num">
      <a className="v" href={props.href} aria-label={`${formatCount(props.value)} ${props.label}`}>
        {formatCount(props.value)}
      </a>
      <span className="l">{props.label}</span>
    </div>
  );
}

function PipeLink(props: { readonly text: string; readonly href: string }) {
  return (
    <div className="pipe-link">
      <a href={props.href}>{props.text}</a>
      <div className="w">
        <Icon name="right" />
      </div>
    </div>
  );
}
