/** Workspace name, theme, stored secrets, where the data is, what runs here, sample data. */
import { useId, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { WorkspaceStatus } from '../../../shared/domain/workspace.ts';
import { currentHost } from '../../host/current-host.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setTheme, type Theme, useTheme } from '../../state/theme-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { refreshWorkspace, useWorkspace } from '../../state/workspace-store.ts';
import { Button } from '../../ui/button.tsx';
import { FieldNote } from '../../ui/fields.tsx';
import { CopyButton } from '../../ui/marks.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { Page, PageHead } from '../../ui/page.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { DataSection } from './data-section.tsx';
import { SampleData } from './sample-data.tsx';
import { SecretsSection } from './secrets-section.tsx';

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SettingsPage() {
  const { status, fault } = useWorkspace();
  return (
    <Page>
      <PageHead title="Settings" />
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line-1 px-4 pb-8">
        <div className="max-w-3xl">
          <FaultNotice fault={fault} className="mt-4" onRetry={() => void refreshWorkspace()} />
          {status === null ? (
            <Skeleton rows={6} rowHeight={44} />
          ) : (
            <>
              <Workspace status={status} />
              <SecretsSection />
              <DataSection />
              <Appearance />
              <SampleData />
              <About status={status} />
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

function Workspace({ status }: { readonly status: WorkspaceStatus }) {
  const host = currentHost();
  return (
    <section className="pt-6">
      <h2 className="section-title pb-2">Workspace</h2>
      <div className="border-t border-line-1">
        <NameRow name={status.name} />
        <div className="settings-row">
          <span className="lab">Data folder</span>
          <span className="flex min-w-0 items-center gap-2">
            <span className="mono ellipsis grow" title={status.dataDir}>
              {status.dataDir}
            </span>
            <CopyButton text={status.dataDir} what="path of the data folder" />
            {host.can('openFolder') && (
              <Button small icon="folder" onClick={() => void host.openFolder(status.dataDir)}>
                Open
              </Button>
            )}
          </span>
        </div>
        <div className="settings-row">
          <span className="lab">Contents</span>
          <span className="num">
            {plural(status.users.all, 'user')}, {plural(status.groups, 'group')},{' '}
            {plural(status.tokens, 'token')}, {plural(status.connections, 'connection')},{' '}
            {plural(status.exchanges, 'exchange')}
          </span>
        </div>
      </div>
    </section>
  );
}

function NameRow({ name }: { readonly name: string }) {
  const [draft, setDraft] = useState(name);
  const [fault, setFault] = useState<Fault | null>(null);
  const rename = async () => {
    const answered = await callEngine('workspace.rename', { name: draft });
    setFault(answered.ok ? null : answered.fault);
    if (!answered.ok) return;
    await refreshWorkspace();
    showToast('Workspace renamed.');
  };
  const id = useId();
  const error = fault === null ? null : (fault.fields?.['name'] ?? fault.message);
  const changed = draft.trim() !== '' && draft.trim() !== name;
  return (
    <form
      className="settings-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) void rename();
      }}
    >
      <label className="lab" htmlFor={id}>
        Name
      </label>
      <span className="flex items-start gap-2 py-2">
        <span className="form-field w-80">
          <input
            id={id}
            className="input"
            autoComplete="off"
            spellCheck={false}
            value={draft}
            aria-invalid={error !== null || undefined}
            aria-describedby={error === null ? undefined : `${id}-note`}
            onChange={(event) => setDraft(event.target.value)}
          />
          <FieldNote id={`${id}-note`} error={error} />
        </span>
        <Button type="submit" disabled={!changed}>
          Rename
        </Button>
      </span>
    </form>
  );
}

function Appearance() {
  const { theme } = useTheme();
  return (
    <section className="pt-6">
      <h2 className="section-title pb-2">Appearance</h2>
      <div className="settings-row border-t border-line-1">
        <span className="lab">Theme</span>
        <span>
          <Segmented label="Theme" value={theme} items={themes} onValue={setTheme} />
        </span>
      </div>
    </section>
  );
}

function About({ status }: { readonly status: WorkspaceStatus }) {
  const rows = [
    { name: 'Rollcall', value: status.version },
    { name: 'Node', value: status.runtime.node },
    { name: 'SQLite', value: status.runtime.sqlite },
    { name: 'Process id', value: String(status.runtime.pid) },
  ];
  return (
    <section className="pt-6">
      <h2 className="section-title pb-2">About</h2>
      <div className="border-t border-line-1">
        {rows.map((row) => (
          <div key={row.name} className="settings-row">
            <span className="lab">{row.name}</span>
            <span className="mono">{row.value}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
