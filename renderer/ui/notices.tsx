/** What is said in place: callouts, notes under a row, faults with their details, empty and loading states. */
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { Fault } from '../../shared/contract/faults.ts';
import { LinkButton } from './button.tsx';
import { clock } from './clock.ts';
import { CopyButton } from './marks.tsx';
import { Shape, type ShapeName, type Tone } from './status.tsx';

export interface CalloutProps {
  readonly tone: Exclude<Tone, 'neutral'>;
  readonly title: string;
  readonly children?: ReactNode;
  /** One link or two small buttons. */
  readonly action?: ReactNode;
  readonly className?: string;
}

const shapeOf: Record<CalloutProps['tone'], ShapeName> = {
  warning: 'tri',
  danger: 'cross',
  info: 'dot',
  success: 'ok',
};

export function Callout({ tone, title, children, action, className }: CalloutProps) {
  return (
    <div
      className={clsx('callout', tone !== 'warning' && tone, className)}
      role={tone === 'danger' ? 'alert' : undefined}
    >
      <Shape name={shapeOf[tone]} />
      <div>
        <p className="strong">{title}</p>
        {children && <div className="fg2">{children}</div>}
      </div>
      {action && <span className="flex flex-none items-start gap-2">{action}</span>}
    </div>
  );
}

export interface FaultNoticeProps {
  readonly fault: Fault | null;
  /** When the rows still shown were read. */
  readonly asOf?: number | null;
  readonly onRetry?: () => void;
  readonly className?: string;
}

/** The fault in words with *Copy details*; nothing where there is none. */
export function FaultNotice({ fault, asOf, onRetry, className }: FaultNoticeProps) {
  if (fault === null) return null;
  return (
    <Callout
      tone="danger"
      title={fault.message}
      {...(className ? { className } : {})}
      action={
        <>
          {onRetry && <LinkButton onClick={onRetry}>Try again</LinkButton>}
          <CopyButton text={JSON.stringify(fault, null, 2)} label="Copy details" icon={false} />
        </>
      }
    >
      {asOf ? `Shown as of ${clock(asOf)}.` : null}
    </Callout>
  );
}

/** Under a row: one sentence, at most two buttons. */
export function InlineNote(props: {
  readonly tone: 'warning' | 'danger';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={clsx('rownote', `s-${props.tone}`)}>
      <Shape name={props.tone === 'danger' ? 'cross' : 'tri'} />
      <p className="grow">{props.children}</p>
      {props.actions}
    </div>
  );
}

/** In place of the rows: one sentence and up to four buttons. */
export function EmptyState(props: { readonly text: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{props.text}</p>
      {props.children && <div>{props.children}</div>}
    </div>
  );
}

/** Nothing for 150 ms, then grey bars in the rows' heights; a message after 2 s. */
export function Skeleton(props: { readonly rows?: number; readonly rowHeight?: number }) {
  const bars = Array.from({ length: props.rows ?? 8 }, (_, index) => ({
    id: `bar-${index}`,
    width: `${70 - ((index * 17) % 34)}%`,
  }));
  return (
    <div className="late" role="status">
      {bars.map((bar) => (
        <div key={bar.id} className="flex items-center px-4" style={{ height: props.rowHeight ?? 36 }}>
          <span className="bar-skeleton" style={{ width: bar.width }} />
        </div>
      ))}
      <p className="later fg3 px-4 py-2">Still reading…</p>
    </div>
  );
}
