/** Search or run a command: one field, one list, all by keyboard. */
import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Kbd } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { type PaletteOption, usePaletteOptions } from './palette-options.ts';

const listbox = { role: 'listbox', 'aria-label': 'Results' } as const;

function optionProps(selected: boolean, onPoint: () => void, onClick: () => void) {
  // The field keeps the focus, so the keys are handled there.
  return { role: 'option', 'aria-selected': selected, onPointerMove: onPoint, onClick } as const;
}

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const { options, text } = usePaletteOptions(query);
  const id = useId();
  const at = Math.min(active, Math.max(0, options.length - 1));
  const run = (chosen: PaletteOption | undefined) => {
    if (chosen === undefined) return;
    onClose();
    chosen.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((at + step + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(options[at]);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="palette" aria-label="Search or run a command" initialFocus={input}>
          <div className="q">
            <Icon name="search" />
            <input
              ref={input}
              className="grow bg-transparent outline-none"
              role="combobox"
              aria-label="Search or run a command"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={options.length > 0 ? `${id}-${at}` : undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder="Search or run a command…"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
            />
            <Kbd>Esc</Kbd>
          </div>
          <Results id={id} options={options} text={text} active={at} onRun={run} onActive={setActive} />
          <PaletteFoot />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Results(props: {
  readonly id: string;
  readonly options: readonly PaletteOption[];
  readonly text: string;
  readonly active: number;
  readonly onRun: (option: PaletteOption) => void;
  readonly onActive: (index: number) => void;
}) {
  const { id, options, text, active } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} {...listbox} id={`${id}-list`} className="max-h-[min(440px,60vh)] overflow-y-auto pb-2">
      {options.length === 0 && <p className="fg3 px-4 pt-3">Nothing matches “{text}”.</p>}
      {options.map((each, index) => (
        <div key={each.id} className="contents">
          {options[index - 1]?.section !== each.section && <div className="sec">{each.section}</div>}
          <div
            {...optionProps(
              index === active,
              () => props.onActive(index),
              () => props.onRun(each),
            )}
            id={`${id}-${index}`}
            data-index={index}
            className="opt"
          >
            <Icon name={each.icon} />
            <span className="ellipsis">
              <Highlighted text={each.text} part={text} />
              {each.second && <span className="fg3 ml-3">{each.second}</span>}
            </span>
            <span className="rhs">
              {each.aside}
              {each.keys?.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
          </div>
        </div>
      ))}
    </div>
  );
}

function Highlighted({ text, part }: { readonly text: string; readonly part: string }) {
  const at = part === '' ? -1 : text.toLowerCase().indexOf(part.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length)}
    </>
  );
}

function PaletteFoot() {
  return (
    <footer>
      <span>
        <Kbd>&gt;</Kbd> verbs
      </span>
      <span>
        <Kbd>@</Kbd> people
      </span>
      <span>
        <Kbd>#</Kbd> groups
      </span>
      <span className="ml-auto">
        <Kbd>↵</Kbd> open
      </span>
    </footer>
  );
}
