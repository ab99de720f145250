/** A field that opens a search: one of many people or groups, the likely ones first. */
import { Popover as Base } from '@base-ui/react/popover';
import { type ReactNode, useState } from 'react';
import { useDebounced } from '../../state/use-debounced.ts';
import { QueryField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';

export interface Option {
  readonly id: string;
  readonly name: string;
  /** What tells it apart. */
  readonly detail: string;
}

export interface ChooserProps {
  /** Names the field to those who cannot see it: "Okta user for Ana Ruiz". */
  readonly label: string;
  readonly shown: ReactNode;
  /** Nothing is chosen yet. */
  readonly open?: boolean;
  readonly search: string;
  /** Draws the options for a text; mounted only while open. */
  readonly options: (text: string, choose: (option: Option) => void) => ReactNode;
  readonly onChoose: (option: Option) => void;
}

export function Chooser(props: ChooserProps) {
  const [open, setOpen] = useState(false);
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      <Base.Trigger
        render={<button type="button" className="field w-full justify-between" aria-label={props.label} />}
      >
        <span className={props.open ? 'ellipsis fg3' : 'ellipsis'}>{props.shown}</span>
        <Icon name="down" small />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="popup-layer" sideOffset={4} align="start">
          <Base.Popup className="menu w-80" aria-label={props.label}>
            <Search
              search={props.search}
              options={props.options}
              onChoose={(option) => {
                setOpen(false);
                props.onChoose(option);
              }}
            />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Search(props: Pick<ChooserProps, 'search' | 'options' | 'onChoose'>) {
  const [typed, setTyped] = useState('');
  const text = useDebounced(typed).trim();
  return (
    <>
      <QueryField
        label={props.search}
        placeholder={props.search}
        value={typed}
        onValue={setTyped}
        className="mb-1 !flex !w-full"
      />
      {props.options(text, props.onChoose)}
    </>
  );
}

/** The options as a list of buttons, with a heading where there are kinds of them. */
export function OptionList(props: {
  readonly title?: string;
  readonly options: readonly Option[];
  readonly empty?: string;
  readonly choose: (option: Option) => void;
}) {
  const { title, options, empty, choose } = props;
  return (
    <>
      {title && options.length > 0 && <p className="fg3 px-2 pt-1 text-[12px] leading-4">{title}</p>}
      {options.length === 0 && empty && <p className="fg3 px-2 py-1">{empty}</p>}
      <ul>
        {options.map((option) => (
          <li key={option.id}>
            <button
              type="button"
              className="menu-item w-full py-1 text-left hover:bg-hover"
              onClick={() => choose(option)}
            >
              <span className="min-w-0">
                <span className="ellipsis block">{option.name}</span>
                <span className="fg3 ellipsis block text-[12px] leading-4">{option.detail}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
