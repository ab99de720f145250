/** What a client has done here so far; every line that happened leads to its exchange. */
import type { ReactNode } from 'react';
import { hrefOf } from '../../state/route-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { clock } from '../../ui/clock.ts';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { Shape } from '../../ui/status.tsx';

interface Seen {
  readonly at: number;
  readonly seq: number;
}

export function LiveChecklist() {
  const summary = useAnswer('home.summary', {}, 'traffic', 'tokens', 'server', 'directory');
  if (summary.loading) return <Skeleton rows={4} rowHeight={32} />;
  const list = summary.value?.checklist;
  if (list === undefined) return <FaultNotice fault={summary.fault} onRetry={summary.reload} />;
  const push = list.firstPushSeen;
  return (
    <ul className="steps">
      <Line
        done={list.serverStarted}
        text="Server started"
        aside={list.serverStarted ? null : 'Start it above'}
      />
      <Line
        done={list.tokenCreated}
        text="Token created"
        aside={list.tokenCreated ? null : 'New token… above'}
      />
      <SeenLine
        seen={list.credentialsTestSeen}
        text="Test API Credentials"
        seenText="Test API Credentials seen"
      />
      <SeenLine
        seen={push}
        text="First user push"
        seenText={push === null ? '' : `First user push: ${push.name}`}
      />
      <SeenLine seen={list.firstImportSeen} text="First import" seenText="First import seen" />
    </ul>
  );
}

function SeenLine(props: { readonly seen: Seen | null; readonly text: string; readonly seenText: string }) {
  const { seen, text, seenText } = props;
  const aside =
    seen === null ? (
      'Waiting for Okta…'
    ) : (
      <>
        {clock(seen.at)}, <a href={hrefOf('/traffic', { open: String(seen.seq) })}>show exchange</a>
      </>
    );
  return <Line done={seen !== null} text={seen === null ? text : seenText} aside={aside} />;
}

function Line(props: { readonly done: boolean; readonly text: string; readonly aside: ReactNode }) {
  return (
    <li className={props.done ? 's-success' : 's-neutral'}>
      <Shape name={props.done ? 'ok' : 'dashed'} />
      <span className={props.done ? undefined : 'waiting'}>{props.text}</span>
      <span className="t">{props.aside}</span>
    </li>
  );
}
