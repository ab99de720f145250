/** A native checkbox under a drawn box: 16 px in a 24 px target, mixed where some are checked. */
import { useEffect, useRef } from 'react';
import { Icon } from './icon.tsx';

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly disabled?: boolean;
  /** In a grid the row has the focus, and `x` checks it. */
  readonly outOfTabOrder?: boolean;
  readonly onChange: (checked: boolean, event: { readonly shiftKey: boolean }) => void;
}

export function Checkbox({
  label,
  checked,
  mixed = false,
  disabled,
  outOfTabOrder,
  onChange,
}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <span className="check">
      <input
        ref={input}
        type="checkbox"
        aria-label={label}
        checked={checked}
        disabled={disabled}
        tabIndex={outOfTabOrder ? -1 : undefined}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          const native = event.nativeEvent;
          onChange(event.target.checked, { shiftKey: native instanceof MouseEvent && native.shiftKey });
        }}
      />
      <span className="check-box">
        <Icon name={mixed ? 'minus' : 'tick'} />
      </span>
    </span>
  );
}

/** With its words beside it, for forms. */
export function LabeledCheckbox(props: Omit<CheckboxProps, 'outOfTabOrder'>) {
  return (
    <div className="flex min-h-6 items-center gap-2">
      <Checkbox {...props} />
      <span aria-hidden="true">{props.label}</span>
    </div>
  );
}
