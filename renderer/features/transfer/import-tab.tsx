/** Import a file: choose or drop it, map its columns, read its problems, see what it would do, then import. */
import { useState } from 'react';
import type { ListKind } from '../../../shared/domain/transfer.ts';
import { navigate } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { Callout, FaultNotice } from '../../ui/notices.tsx';
import { formatBytes, plural } from '../../ui/numbers.ts';
import { Segmented } from '../../ui/tabs.tsx';
import {
  chooseKind,
  type ImportResult,
  readFile,
  startOver,
  undoImport,
  useFileImport,
} from './file-import-store.ts';
import { ImportReview } from './import-review.tsx';

const kinds: readonly { readonly value: ListKind; readonly label: string }[] = [
  { value: 'users', label: 'Users' },
  { value: 'groups', label: 'Groups' },
];

export function ImportTab() {
  const { step, plan, result } = useFileImport();
  if (step === 'review' && plan !== null) return <ImportReview plan={plan} />;
  if (step === 'reading') return <Reading />;
  if (step === 'done' && result !== null) return <Done result={result} />;
  return <Source />;
}

function Source() {
  const { kind, fault } = useFileImport();
  const [over, setOver] = useState(false);
  const dropping = {
    onDragOver: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file !== undefined) void readFile(file);
    },
  };
  return (
    <div className="grid max-w-3xl gap-4 p-4">
      <div className="flex items-center gap-3">
        <span className="fg2">The file lists</span>
        <Segmented label="The file lists" value={kind} items={kinds} onValue={chooseKind} />
      </div>
      <FaultNotice fault={fault} />
      <div className="drop-zone" data-over={over || undefined} {...dropping}>
        <span className="strong text-fg-1">Drop a file here</span>
        <span>
          CSV, TSV or semicolons, UTF-8 or UTF-16, an Okta people CSV as it is. The first row names the
          columns.
        </span>
        <label className="btn relative overflow-hidden">
          Choose a file…
          <input
            type="file"
            className="absolute inset-0 opacity-0"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) void readFile(file);
            }}
          />
        </label>
      </div>
      <p className="fg3">Nothing is written before you have seen what would change.</p>
    </div>
  );
}

function Reading() {
  const { sent, size } = useFileImport();
  return (
    <div className="grid max-w-xl gap-2 p-4" role="status">
      <span>
        Reading, {formatBytes(sent)} of {formatBytes(size)}
      </span>
      <progress className="w-full" value={sent} max={Math.max(1, size)} aria-label="Read so far" />
    </div>
  );
}

function Done({ result }: { readonly result: ImportResult }) {
  const { kind, fault } = useFileImport();
  const what = kind === 'users' ? 'user' : 'group';
  const { created, updated, seq, fileName } = result;
  return (
    <div className="grid max-w-3xl gap-4 p-4">
      <Callout tone="success" title={`Imported ${fileName}.`}>
        {plural(created, `new ${what}`)}, {plural(updated, `${what} changed`, `${what}s changed`)}. History
        can take the whole import back.
      </Callout>
      <FaultNotice fault={fault} />
      <div className="flex gap-2">
        <Button
          variant="primary"
          onClick={() =>
            navigate(kind === 'users' ? '/users' : '/groups', { sort: 'lastModified', dir: 'desc' })
          }
        >
          Show {what}s
        </Button>
        {seq !== null && <Button onClick={() => void undoImport(seq)}>Undo import</Button>}
        <Button onClick={() => void startOver()}>Import another file</Button>
      </div>
    </div>
  );
}
