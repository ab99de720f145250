/** Status is a shape and a word (design README, principle 5): healthy words stay in text colour. */
import clsx from 'clsx';
import type { ReactNode } from 'react';

const shapes = {
  dot: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="3.3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  half: (
    <>
      <circle cx="6" cy="6" r="3.3" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 2.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" />
    </>
  ),
  dashed: (
    <circle
      cx="6"
      cy="6"
      r="3.3"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 1.46"
    />
  ),
  tri: (
    <path
      d="M6 1.3 11.2 10.3H.8z"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1"
      strokeLinejoin="round"
    />
  ),
  cross: (
    <path
      d="m2.5 2.5 7 7M9.5 2.5l-7 7"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  ok: (
    <path
      d="m2 6.5 2.7 2.7L10 3.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  fork: (
    <path
      d="M6 10.5V7L2.8 3.5M6 7l3.2-3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
} satisfies Record<string, ReactNode>;

export type ShapeName = keyof typeof shapes;
export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'neutral';

export function Shape({ name }: { readonly name: ShapeName }) {
  return (
    <svg className={`shape shape-${name}`} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}

export interface StatusProps {
  readonly tone: Tone;
  readonly shape: ShapeName;
  readonly children: ReactNode;
  /** The colour reaches the word too; warning and danger do so by themselves. */
  readonly loud?: boolean;
  readonly title?: string | undefined;
}

export function Status({ tone, shape, children, loud, title }: StatusProps) {
  const coloured = loud ?? (tone === 'warning' || tone === 'danger');
  return (
    <span className={clsx('status', `s-${tone}`, coloured && 'loud')} title={title}>
      <Shape name={shape} />
      <span className="ellipsis">{children}</span>
    </span>
  );
}

export function ActiveStatus({ active }: { readonly active: boolean }) {
  return active ? (
    <Status tone="success" shape="dot">
      Active
    </Status>
  ) : (
    <Status tone="neutral" shape="ring">
      Inactive
    </Status>
  );
}
