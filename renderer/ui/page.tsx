/** The frame of a page: head with title and count, toolbar, inspector, lists of facts. */
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { formatCount } from './numbers.ts';

export interface PageProps {
  readonly children: ReactNode;
  /** At the right, an overlay under 1,300 px. */
  readonly inspector?: ReactNode;
}

export function Page({ children, inspector }: PageProps) {
  return (
    <div className="page">
      <main className="main">{children}</main>
      {inspector}
    </div>
  );
}

export function PageHead(props: {
  readonly title: string;
  readonly count?: number | string | null;
  /** Before the title: the way up. */
  readonly above?: ReactNode;
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { count } = props;
  return (
    <div className="page-head">
      {props.above}
      <h1>{props.title}</h1>
      {count !== undefined && count !== null && (
        <span className="count">{typeof count === 'number' ? formatCount(count) : count}</span>
      )}
      {props.beside}
      <span className="grow" />
      {props.children}
    </div>
  );
}

export function Inspector(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <aside className="inspector" aria-label="Inspector">
      <div className="insp-head">
        <div className="insp-title">
          <h2 className="grow ellipsis" title={props.title}>
            {props.title}
          </h2>
          {props.actions}
          <IconButton icon="x" label="Close inspector" small onClick={props.onClose} />
        </div>
      </div>
      {props.children}
    </aside>
  );
}

export function SectionTitle(props: {
  readonly children: ReactNode;
  readonly aside?: ReactNode;
  /** 2 right under the page's title, 3 in an inspector or detail. */
  readonly level?: 2 | 3;
}) {
  const Heading = props.level === 2 ? 'h2' : 'h3';
  return (
    <Heading className="sect-title">
      {props.children}
      {props.aside && <span className="aside">{props.aside}</span>}
    </Heading>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names at the left, values at the right; facts without a value are left out. */
export function Facts({ facts, wide }: { readonly facts: readonly Fact[]; readonly wide?: boolean }) {
  return (
    <dl className="kv" style={wide ? { gridTemplateColumns: '168px minmax(0, 1fr)' } : undefined}>
      {facts
        .filter((fact) => fact.value !== null && fact.value !== undefined && fact.value !== '')
        .map((fact) => (
          <div key={fact.name} className="contents">
            <dt>{fact.name}</dt>
            <dd>
              {typeof fact.value === 'string' ? (
                <span className="min-w-0 break-words">{fact.value}</span>
              ) : (
                fact.value
              )}
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** Two text lines: the name over what tells it apart. */
export function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) {
  return (
    <span className="name2">
      <b className="ellipsis" title={typeof first === 'string' ? first : undefined}>
        {first}
      </b>
      <span title={typeof second === 'string' ? second : undefined}>{second}</span>
    </span>
  );
}
