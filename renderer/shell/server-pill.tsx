/** The server's state in the title bar, always true; a click shows the two or three actions that matter. */
import type { ServerStatus } from '../../shared/domain/workspace.ts';
import { navigate } from '../state/route-store.ts';
import { useServer } from '../state/use-server.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/marks.tsx';
import { FaultNotice } from '../ui/notices.tsx';
import { Popover } from '../ui/popover.tsx';
import { ServerStatusWord, serverLooks } from '../ui/server-status.tsx';
import { Shape } from '../ui/status.tsx';
import { Time } from '../ui/time.tsx';

export function ServerPill({ server }: { readonly server: ServerStatus }) {
  const [tone, shape, word] = serverLooks[server.state];
  const detail = server.state === 'listening' ? `:${server.port ?? ''}` : word.toLowerCase();
  return (
    <Popover
      title="Local server"
      trigger={
        <button type="button" className="pill" aria-label={`Local server: ${word} ${server.port ?? ''}`}>
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
  const control = useServer();
  const listening = server.state === 'listening';
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-2">
        <ServerStatusWord state={server.state} />
        {server.since !== null && listening && (
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
      {server.problem !== null && control.fault === null && <p className="danger-text">{server.problem}</p>}
      <FaultNotice fault={control.fault} />
      <div className="flex gap-2">
        {listening ? (
          <Button disabled={control.busy} onClick={control.stop}>
            Stop server
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={control.busy || server.state === 'starting'}
            onClick={control.start}
          >
            {control.freePort === null ? 'Start server' : `Start on port ${control.freePort}`}
          </Button>
        )}
        <Button onClick={() => navigate('/connections/local')}>How to connect</Button>
      </div>
    </div>
  );
}
