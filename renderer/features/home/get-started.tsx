/** Four lines until done or dismissed; dismissing is for good, and silent. */
import type { HomeSummary } from '../../../shared/domain/workspace.ts';
import { reach, useMilestones } from '../../state/milestones-store.ts';
import { hrefOf } from '../../state/route-store.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Shape } from '../../ui/status.tsx';

export function GetStarted({ checklist }: { readonly checklist: HomeSummary['checklist'] }) {
  const { exchangeRead, guideDismissed } = useMilestones();
  const lines = [
    { text: 'Start the server', done: checklist.serverStarted, href: hrefOf('/connections/local') },
    {
      text: 'Create a token',
      done: checklist.tokenCreated,
      href: hrefOf('/connections/local', { tab: 'tokens' }),
    },
    { text: 'Connect Okta', done: checklist.clientSeen, href: hrefOf('/connections/local') },
    { text: 'Read your first exchange', done: exchangeRead, href: hrefOf('/traffic') },
  ];
  const done = lines.filter((line) => line.done).length;
  if (guideDismissed || done === lines.length) return null;
  return (
    <section className="home-block">
      <header>
        <h2>Get started</h2>
        <span className="aside num">
          {done} of {lines.length}
        </span>
        <LinkButton className="ml-auto text-[12px]" onClick={() => reach('guideDismissed')}>
          Dismiss
        </LinkButton>
      </header>
      <ul className="steps">
        {lines.map((line) => (
          <li key={line.text} className={line.done ? 's-success' : 's-neutral'}>
            <Shape name={line.done ? 'ok' : 'ring'} />
            {line.done ? <span className="fg2">{line.text}</span> : <a href={line.href}>{line.text}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}
