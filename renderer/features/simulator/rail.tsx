/** The list at the left of a tab: parts or filters, with their counts. The choice is in the route. */
import type { ReactNode } from 'react';
import { formatCount } from '../../ui/numbers.ts';

export interface RailItem<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly count?: number | null | undefined;
}

export interface RailProps<V extends string> {
  readonly label: string;
  /** null: what is chosen is beneath the items. */
  readonly value: V | null;
  readonly items: readonly RailItem<V>[];
  readonly onValue: (value: V) => void;
  /** Beneath the items. */
  readonly children?: ReactNode;
}

export function Rail<V extends string>(props: RailProps<V>) {
  return (
    <nav className="rail flex min-h-0 flex-col" aria-label={props.label}>
      {props.items.map((item) => (
        <RailButton
          key={item.value}
          label={item.label}
          count={item.count}
          current={item.value === props.value}
          onClick={() => props.onValue(item.value)}
        />
      ))}
      {props.children}
    </nav>
  );
}

export function RailButton(props: {
  readonly label: string;
  readonly count?: number | null | undefined;
  readonly current: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className="nav-item flex-none"
      aria-current={props.current ? true : undefined}
      onClick={props.onClick}
    >
      <span className="ellipsis" title={props.label}>
        {props.label}
      </span>
      {props.count !== undefined && props.count !== null && (
        <span className="count">{formatCount(props.count)}</span>
      )}
    </button>
  );
}
