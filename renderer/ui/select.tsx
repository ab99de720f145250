/** One choice of a few, on Base UI's Select. */
import { Select as Base } from '@base-ui/react/select';
import clsx from 'clsx';
import { type ReactNode, useId } from 'react';
import { FieldNote, type FieldProps } from './fields.tsx';
import { Icon } from './icon.tsx';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onValue: (value: V) => void;
  readonly small?: boolean;
  readonly plain?: boolean;
  readonly disabled?: boolean;
  readonly labelledBy?: string;
  /** Before the value, inside: "Profile:". */
  readonly prefix?: string;
  /** After the value, inside: a badge. */
  readonly aside?: ReactNode;
  /** The value in the weight of a button: in page heads. */
  readonly strong?: boolean;
}

export function Select<V extends string>(props: SelectProps<V>) {
  return (
    <Base.Root
      items={[...props.choices]}
      value={props.value}
      disabled={props.disabled === true}
      onValueChange={(value) => {
        if (value !== null) props.onValue(value);
      }}
    >
      <Base.Trigger
        className={clsx('btn select-trigger', props.small && 'sm', props.plain && 'plain')}
        {...(props.labelledBy ? { 'aria-labelledby': props.labelledBy } : { 'aria-label': props.label })}
      >
        {props.prefix && <span className="fg3">{props.prefix}</span>}
        <span className={clsx('ellipsis', props.strong && 'strong')}>
          <Base.Value />
        </span>
        {props.aside}
        <Icon name="down" small />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="popup-layer" sideOffset={4} align="start" alignItemWithTrigger={false}>
          <Base.Popup className="menu">
            <Base.List>
              {props.choices.map((choice) => (
                <Base.Item key={choice.value} value={choice.value} className="menu-item">
                  <span className="grow">
                    <Base.ItemText>{choice.label}</Base.ItemText>
                  </span>
                  <Base.ItemIndicator>
                    <Icon name="tick" small />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function SelectField<V extends string>({
  hint,
  error,
  className,
  ...props
}: Omit<SelectProps<V>, 'small' | 'plain' | 'labelledBy'> & FieldProps) {
  const id = useId();
  return (
    <div className={clsx('form-field', className)}>
      <span className="label" id={id}>
        {props.label}
      </span>
      <Select {...props} plain />
      <FieldNote hint={hint} error={error} />
    </div>
  );
}
