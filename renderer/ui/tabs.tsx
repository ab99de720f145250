/** Tabs with counts. As views of a list they stand alone; with `TabPanel` they show one part of a pane. */
import { Tabs as Base } from '@base-ui/react/tabs';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { formatCount } from './numbers.ts';

export interface TabItem<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly count?: number | null | undefined;
}

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly items: readonly TabItem<V>[];
  readonly onValue: (value: V) => void;
  readonly children?: ReactNode;
  readonly className?: string;
  /** At the right end of the bar. */
  readonly aside?: ReactNode;
}

export function Tabs<V extends string>(props: TabsProps<V>) {
  return (
    <Base.Root
      className={clsx('flex min-h-0 flex-col', props.className)}
      value={props.value}
      onValueChange={(value) => {
        const item = props.items.find((each) => each.value === value);
        if (item) props.onValue(item.value);
      }}
    >
      <div className="tabs">
        <Base.List className="flex items-stretch gap-5" aria-label={props.label} activateOnFocus>
          {props.items.map((item) => (
            <Base.Tab key={item.value} value={item.value} className="tab">
              {item.label}
              {item.count !== undefined && item.count !== null && (
                <span className="n">{formatCount(item.count)}</span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {props.aside && <span className="ml-auto flex items-center">{props.aside}</span>}
      </div>
      {props.children}
    </Base.Root>
  );
}

export function TabPanel(props: {
  readonly value: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <Base.Panel value={props.value} className={clsx('min-h-0 flex-1', props.className)} tabIndex={-1}>
      {props.children}
    </Base.Panel>
  );
}

export function Segmented<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly items: readonly { readonly value: V; readonly label: string }[];
  readonly onValue: (value: V) => void;
}) {
  return (
    <fieldset className="segmented" aria-label={props.label}>
      {props.items.map((item) => (
        <button
          key={item.value}
          type="button"
          aria-pressed={item.value === props.value}
          onClick={() => props.onValue(item.value)}
        >
          {item.label}
        </button>
      ))}
    </fieldset>
  );
}
