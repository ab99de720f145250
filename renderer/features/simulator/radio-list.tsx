/** One of a few ways, each with its sentence, all to be seen at once. */
import { useId } from 'react';

export interface RadioChoice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

export function RadioList<V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly RadioChoice<V>[];
  readonly onValue: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset className="grid gap-1" aria-label={props.label}>
      {props.choices.map((choice) => (
        <label key={choice.value} className="flex min-h-6 items-start gap-2">
          <input
            type="radio"
            name={name}
            className="mt-0.5 size-4 flex-none accent-accent"
            checked={choice.value === props.value}
            disabled={choice.disabled}
            onChange={() => props.onValue(choice.value)}
          />
          <span className={choice.disabled ? 'fg3' : undefined}>
            {choice.label}
            {choice.hint && <span className="fg3 block text-[12px] leading-4">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
