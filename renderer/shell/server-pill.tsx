/** The server's state in the title bar, always true; a click shows the two or three actions that matter. */
import { useState } from 'react';
import type { Fault } from '../../shared/contract/faults.ts';
import type { ServerState, ServerStatus } from '../../shared/domain/workspace.ts';
import { callEngine } from '../state/engine-call.ts';
import { navigate } from '../state/route-store.ts';
import { refreshWorkspace } from '../state/workspace-store.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/marks.tsx';
import { FaultNotice } from '../ui/notices.tsx';
import { Popover } from '../ui/popover.tsx';
import { Shape, type ShapeName, type Tone } from '../ui/status.tsx';
import { Time } from '../ui/time.tsx';

const looks: Record<ServerState, readonly [Tone, ShapeName, string]> = {
  stopped: ['neutral', 'ring', 'Stopped'],
  starting: ['info', 'dashed', 'Starting'],
  listening: ['success', 'dot', 'Listening'],
  'port-busy': ['danger', 'cross', 'Port busy'],
  failed: ['danger', 'cross', 'Failed'],
};

export function ServerPill({ server }: { readonly server: ServerStatus }) {
  const [tone, shape, word] = looks[server.state];
  const detail = server.state === 'listening' ? `:${server.port ?? ''}` : word.toLowerCase();
  return (
    <Popover
      title="Local server"
      trigger={
        <button type="button" className="pill" aria-label={`Local server: ${word}`}>
          <span className={`status s-${tone}`}>
            <Shape name={shape} />
            <span className="narrow-hide">Local server</span>
          </span>
          <span className="num">{detail}</span>
        </button>
      }
    >
      <ServerPanel server={server} />
    </Popover>
  );
}

function ServerPanel({ server }: { readonly server: ServerStatus }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [tone, shape, word] = looks[server.state];
  const run = async (act: 'start' | 'stop', port?: number) => {
    setBusy(true);
    const answered =
      act === 'stop'
        ? await callEngine('server.stop', {})
        : await callEngine('server.start', port === undefined ? {} : { port });
    setFault(answered.ok ? null : answered.fault);
    setBusy(false);
    void refreshWorkspace();
  };
  const free = fault?.code === 'port-busy' ? fault.details?.free : undefined;
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-2">
        <span className={`status s-${tone}`}>
          <Shape name={shape} />
          {word}
        </span>
        {server.since !== null && server.state === 'listening' && (
          <span className="fg3">
            since <Time at={server.since} />
          </span>
        )}
      </div>
      {server.baseUrl !== null && (
        <div className="flex items-center gap-1">
          <span className="mono ellipsis grow" title={server.baseUrl}>
            {server.baseUrl}
          </span>
          <CopyIcon text={server.baseUrl} label="Copy base URL" />
        </div>
      )}
      {server.problem !== null && fault === null && <p className="danger-text">{server.problem}</p>}
      <FaultNotice fault={fault} />
      <div className="flex gap-2">
        {server.state === 'listening' ? (
          <Button disabled={busy} onClick={() => void run('stop')}>
            Stop server
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={busy || server.state === 'starting'}
            onClick={() => void run('start', typeof free === 'number' ? free : undefined)}
          >
            {typeof free === 'number' ? `Start on port ${free}` : 'Start server'}
          </Button>
        )}
        <Button onClick={() => navigate('/connections/local')}>How to connect</Button>
      </div>
    </div>
  );
}
