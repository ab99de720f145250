/** Every key, in one dialog (`?`). */
import { Kbd } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { paletteKeys } from './global-keys.ts';
import { screens } from './screens.ts';

type KeyLine = readonly [keys: readonly string[], what: string];

const everywhere: readonly KeyLine[] = [
  [[paletteKeys], 'Search or run a command'],
  [['/'], 'Go to the filter'],
  [['?'], 'This list'],
];
const inLists: readonly KeyLine[] = [
  [['↑', '↓'], 'Move through the rows'],
  [['↵'], 'Open the row'],
  [['x'], 'Check the row; with ⇧ and an arrow, the rows on the way'],
  [['Esc'], 'Close what is open'],
  [['n'], 'New user, group, person or connection'],
  [['m'], 'Add members to the open group'],
  [['p'], 'Pause or go on (Traffic)'],
  [['c'], 'Copy the open exchange as cURL (Traffic)'],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const goTo = screens
    .filter((screen) => screen.key !== null)
    .map((screen): KeyLine => [['g', screen.key ?? ''], screen.title]);
  return (
    <Dialog title="Keys" wide onClose={onClose}>
      <div className="grid grid-cols-[3fr_2fr] gap-8">
        <div className="grid content-start gap-5">
          <KeyList title="Everywhere" lines={everywhere} />
          <KeyList title="In lists" lines={inLists} />
        </div>
        <KeyList title="Go to" lines={goTo} />
      </div>
    </Dialog>
  );
}

function KeyList({ title, lines }: { readonly title: string; readonly lines: readonly KeyLine[] }) {
  return (
    <section>
      <h3 className="sect-title">{title}</h3>
      <dl className="kbd-list">
        {lines.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              <span className="sr-only">{keys.join(' ')}</span>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
