/** Form fields: a label above, the input, then a hint or the error in words. */

import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Kbd } from './button.tsx';
import { Icon } from './icon.tsx';

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly className?: string;
}

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'className'> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly mono?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, className, value, onValue, mono, ...rest } = props;
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={clsx('form-field', className)}>
      <label htmlFor={id}>{label}</label>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={id}
        className={clsx('input', mono && 'mono')}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? noteId : undefined}
        onChange={(event) => onValue(event.target.value)}
      />
      <FieldNote id={noteId} hint={hint} error={error} />
    </div>
  );
}

export function FieldNote(props: {
  readonly id?: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
}) {
  if (props.error)
    return (
      <span id={props.id} className="error">
        {props.error}
      </span>
    );
  return props.hint ? (
    <span id={props.id} className="hint">
      {props.hint}
    </span>
  ) : null;
}

export interface QueryFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly mono?: boolean;
  readonly invalid?: boolean;
  readonly hint?: string;
  readonly inputRef?: React.RefObject<HTMLInputElement | null>;
  readonly className?: string;
}

/** The filter of a list. Escape empties it, then gives the focus back. */
export function QueryField({ inputRef, ...props }: QueryFieldProps) {
  return (
    <label className={clsx('query', props.className)} data-invalid={props.invalid || undefined}>
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={props.label}
        aria-invalid={props.invalid || undefined}
        className={props.mono ? 'mono' : undefined}
        placeholder={props.placeholder}
        value={props.value}
        onChange={(event) => props.onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (props.value === '') event.currentTarget.blur();
          else props.onValue('');
        }}
      />
      {props.value !== '' ? (
        <button
          type="button"
          aria-label="Clear"
          className="-mr-2 flex size-6 items-center justify-center"
          onClick={() => props.onValue('')}
        >
          <Icon name="x" small />
        </button>
      ) : (
        props.hint && <Kbd>{props.hint}</Kbd>
      )}
    </label>
  );
}
