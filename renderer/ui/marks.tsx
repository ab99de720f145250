/** Small marks: badges, filter chips, shortened ids, copy buttons. */
import clsx from 'clsx';
import { type ReactNode, useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export function Badge(props: {
  readonly tone?: 'warning' | 'danger' | 'success' | 'info' | 'accent';
  readonly children: ReactNode;
}) {
  return <span className={clsx('badge', props.tone)}>{props.children}</span>;
}

export function FilterChip(props: {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}) {
  return (
    <span className="chip">
      <span>
        <span className="k">{props.name}:</span> {props.value}
      </span>
      <button type="button" className="x" aria-label={`Remove filter ${props.name}`} onClick={props.onRemove}>
        <Icon name="x" small />
      </button>
    </span>
  );
}

/** Shortened in the middle, whole on hover. */
export function shortId(id: string): string {
  return id.length <= 13 ? id : `${id.slice(0, 5)}…${id.slice(-4)}`;
}

export function Id({ id, copy = true }: { readonly id: string; readonly copy?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <span className="mono ellipsis" title={id}>
        {shortId(id)}
      </span>
      {copy && <CopyIcon text={id} label="Copy" />}
    </span>
  );
}

/** Says "Copied" in place for two seconds. */
function useCopied(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: () => void navigator.clipboard.writeText(text).then(() => setCopied(true)) };
}

export function CopyButton(props: {
  readonly text: string;
  readonly label?: string;
  /** What is copied, for the button's name: "Copy SCIM 2.0 Base Url". */
  readonly what?: string;
  readonly icon?: boolean;
}) {
  const { copied, copy } = useCopied(props.text);
  const label = props.label ?? 'Copy';
  return (
    <Button
      small
      {...(props.icon === false ? {} : { icon: copied ? ('tick' as const) : ('copy' as const) })}
      className={copied ? 'copied' : ''}
      onClick={copy}
      aria-label={props.what ? `${label} ${props.what}` : undefined}
    >
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </Button>
  );
}

export function CopyIcon({ text, label }: { readonly text: string; readonly label: string }) {
  const { copied, copy } = useCopied(text);
  return (
    <IconButton
      icon={copied ? 'tick' : 'copy'}
      label={copied ? 'Copied' : label}
      small
      className={copied ? 'copied' : ''}
      onClick={copy}
    />
  );
}
