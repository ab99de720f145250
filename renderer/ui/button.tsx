/** Buttons: one primary per pane or bar; ghost in heads, bordered in bars; the key hint sits inside. */
import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly variant?: 'primary' | 'bordered' | 'ghost';
  readonly tone?: 'danger';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** Key hint, e.g. `n`. */
  readonly hint?: string;
  /** Why it cannot be used now; disables the button and shows on hover. */
  readonly blocked?: string | null | undefined;
  readonly children?: ReactNode;
}

export function Button(props: ButtonProps) {
  const { variant = 'bordered', tone, small, icon, hint, blocked, children, className, ...rest } = props;
  const blockedProps = blocked ? { disabled: true, title: blocked } : {};
  return (
    <button
      type="button"
      {...rest}
      {...blockedProps}
      className={clsx('btn', variant !== 'bordered' && variant, tone, small && 'sm', className)}
    >
      {icon && <Icon name={icon} small={small === true} />}
      {children}
      {hint && <Kbd>{hint}</Kbd>}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: IconName;
  /** Its name for everyone who does not see the icon; also the tooltip. */
  readonly label: string;
  readonly small?: boolean;
  readonly bordered?: boolean;
}

export function IconButton({ icon, label, small, bordered, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx('btn icon-only', !bordered && 'ghost', small && 'sm', className)}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A key hint; decoration, the shortcut itself is named in the help dialog. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <span className="kbd" aria-hidden="true">
      {children}
    </span>
  );
}

/** Looks like a link, acts like a button. */
export function LinkButton({ className, ...rest }: ComponentProps<'button'>) {
  return <button type="button" {...rest} className={clsx('link', className)} />;
}
