/** The workspace file: where it is, its backups, whether it is sound. The folder itself is in the section Workspace. */
import { useState } from 'react';
import type { BackupRecord, DataFiles } from '../../../shared/domain/upkeep.ts';
import { currentHost } from '../../host/current-host.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/marks.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { formatBytes, plural } from '../../ui/numbers.ts';
import { Time } from '../../ui/time.tsx';
import { BackUpNow, RemoveBackup, RestoreBackup } from './backup-dialogs.tsx';
import { VerifyRow } from './verify-row.tsx';

type Doing =
  | { readonly what: 'back-up' }
  | { readonly what: 'restore' | 'remove'; readonly backup: BackupRecord }
  | null;

/** So many are shown until somebody asks for all. */
const shownFirst = 5;

export function DataSection() {
  const { value: files, fault, reload } = useAnswer('backups.list', {}, 'backups', 'storage');
  const [doing, setDoing] = useState<Doing>(null);
  const [restores, setRestores] = useState(0);
  const close = () => setDoing(null);
  return (
    <section className="pt-6" aria-labelledby="data-title">
      <h2 id="data-title" className="section-title pb-2">
        Data
      </h2>
      <FaultNotice fault={fault} onRetry={reload} />
      {files !== null && (
        <div className="border-t border-line-1">
          <FileRow files={files} />
          <VerifyRow key={restores} />
          <BackupsRow files={files} onBackUp={() => setDoing({ what: 'back-up' })} />
          <BackupRows
            backups={files.backups}
            onRestore={(backup) => setDoing({ what: 'restore', backup })}
            onRemove={(backup) => setDoing({ what: 'remove', backup })}
          />
        </div>
      )}
      {doing?.what === 'back-up' && <BackUpNow onClose={close} />}
      {doing?.what === 'restore' && (
        <RestoreBackup backup={doing.backup} onRestored={() => setRestores(restores + 1)} onClose={close} />
      )}
      {doing?.what === 'remove' && <RemoveBackup backup={doing.backup} onClose={close} />}
    </section>
  );
}

function FileRow({ files }: { readonly files: DataFiles }) {
  return (
    <div className="settings-row">
      <span className="lab">Workspace file</span>
      <span className="flex min-w-0 items-center gap-2">
        <span className="mono ellipsis grow" title={files.database}>
          {files.database}
        </span>
        <span className="num fg2 whitespace-nowrap">
          {formatBytes(files.bytes)}, {formatBytes(files.freeBytes)} free on its disk
        </span>
        <CopyButton text={files.database} what="path of the workspace file" />
      </span>
    </div>
  );
}

function BackupsRow({ files, onBackUp }: { readonly files: DataFiles; readonly onBackUp: () => void }) {
  const host = currentHost();
  return (
    <div className="settings-row">
      <span className="lab">Backups</span>
      <span className="flex flex-wrap items-center gap-2 py-2">
        <Button onClick={onBackUp}>Back up now…</Button>
        {host.can('openFolder') && files.backups.length > 0 && (
          <Button variant="ghost" icon="folder" onClick={() => void host.openFolder(files.backupFolder)}>
            Open folder
          </Button>
        )}
        <span className="fg3">One a day while Rollcall runs: seven days and four weeks are kept.</span>
      </span>
    </div>
  );
}

const kindWords: Readonly<Record<BackupRecord['kind'], string>> = {
  automatic: 'Automatic',
  manual: 'By hand',
  'before-migration': 'Before an update',
};

function BackupRows(props: {
  readonly backups: readonly BackupRecord[];
  readonly onRestore: (backup: BackupRecord) => void;
  readonly onRemove: (backup: BackupRecord) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? props.backups : props.backups.slice(0, shownFirst);
  return (
    <>
      {shown.map((backup) => (
        <div key={backup.id} className="settings-row">
          <span className="lab">{kindWords[backup.kind]}</span>
          <span className="flex min-w-0 items-center gap-3">
            <span className="min-w-0 grow py-2">
              <Time at={backup.at} />
              {backup.name !== '' && backup.kind === 'manual' && <b className="strong"> {backup.name}</b>}
              <span className="fg2 num"> {contentsOf(backup)}</span>
            </span>
            <Button small onClick={() => props.onRestore(backup)}>
              Restore…
            </Button>
            <Button small variant="ghost" onClick={() => props.onRemove(backup)}>
              Remove…
            </Button>
          </span>
        </div>
      ))}
      {shown.length < props.backups.length && (
        <div className="settings-row">
          <span />
          <span>
            <Button variant="ghost" onClick={() => setAll(true)}>
              Show all {props.backups.length}
            </Button>
          </span>
        </div>
      )}
    </>
  );
}

function contentsOf(backup: BackupRecord): string {
  const size = formatBytes(backup.bytes);
  if (backup.users === null || backup.groups === null) return size;
  const damaged = backup.damagedRows === 0 ? '' : `, ${backup.damagedRows} of them damaged`;
  return `${plural(backup.users, 'user')}, ${plural(backup.groups, 'group')}${damaged}, ${size}`;
}
