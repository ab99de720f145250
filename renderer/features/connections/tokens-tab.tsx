/** The token vault as a table: who may call the local server, since when, until when, and how it went. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { TokenRecord } from '../../../shared/domain/vault.ts';
import { callEngine } from '../../state/engine-call.ts';
import { setParams } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import type { Answered } from '../../state/use-answer.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { absolute, day, longDate, relative } from '../../ui/clock.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { EmptyState, FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import { Time, useNow } from '../../ui/time.tsx';
import { RotateToken, RotationNotes } from './rotation.tsx';

export function TokensTab({ tokens }: { readonly tokens: Answered<readonly TokenRecord[]> }) {
  const [revoking, setRevoking] = useState<TokenRecord | null>(null);
  const [rotating, setRotating] = useState<TokenRecord | null>(null);
  const rows = inPairs(tokens.value ?? []);
  return (
    <>
      <div className="toolbar">
        <span className="fg3 grow ellipsis">
          Clients show one of these to the local server. Only fingerprints are kept.
        </span>
        <Button small icon="plus" onClick={() => setParams({ new: 'token' })}>
          New token…
        </Button>
      </div>
      <div className="px-4">
        <FaultNotice fault={tokens.fault} asOf={tokens.asOf} onRetry={tokens.reload} />
        <RotationNotes tokens={rows} onEnd={setRevoking} />
      </div>
      {tokens.loading && <Skeleton rows={3} rowHeight={44} />}
      {tokens.value?.length === 0 && (
        <EmptyState text="No tokens yet. Without one, every call is answered 401.">
          <Button onClick={() => setParams({ new: 'token' })}>New token…</Button>
        </EmptyState>
      )}
      {rows.length > 0 && <TokenTable rows={rows} onRevoke={setRevoking} onRotate={setRotating} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
      {rotating && <RotateToken token={rotating} tokens={rows} onClose={() => setRotating(null)} />}
    </>
  );
}

/** Each predecessor right under its successor; else the newest first, as the engine gives them. */
function inPairs(tokens: readonly TokenRecord[]): readonly TokenRecord[] {
  const byId = new Map(tokens.map((token) => [token.id, token]));
  const out: TokenRecord[] = [];
  for (const token of tokens) {
    if (token.rotatedTo !== null && byId.has(token.rotatedTo)) continue;
    for (let one: TokenRecord | undefined = token; one !== undefined; one = byId.get(one.rotatedFrom ?? ''))
      out.push(one);
  }
  return out;
}

interface TokenActions {
  readonly onRevoke: (token: TokenRecord) => void;
  readonly onRotate: (token: TokenRecord) => void;
}

function TokenTable(props: TokenActions & { readonly rows: readonly TokenRecord[] }) {
  return (
    <table className="dense-table" aria-label="Tokens">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className="narrow-hide">
            Prefix, user name
          </th>
          <th scope="col" className="medium-hide">
            Created
          </th>
          <th scope="col">Expires</th>
          <th scope="col">Last used</th>
          <th scope="col" className="right">
            Requests 7 d
          </th>
          <th scope="col" className="narrow-hide">
            Scope
          </th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((token) => (
          <TokenLine key={token.id} token={token} onRevoke={props.onRevoke} onRotate={props.onRotate} />
        ))}
      </tbody>
    </table>
  );
}

/** What sets a token apart from others of its name. */
function roleOf(token: TokenRecord): string {
  if (token.purpose === 'simulator') return 'Used by the Simulator of this app';
  if (token.rotatedTo !== null) return 'Old token, replaced by the one above';
  return token.rotatedFrom === null ? '' : 'New token, replaces the one below';
}

function TokenLine({ token, onRevoke, onRotate }: TokenActions & { readonly token: TokenRecord }) {
  return (
    <tr>
      <td className="max-w-56">
        <TwoLines first={token.name} second={roleOf(token)} />
      </td>
      <td className="mono fg2 narrow-hide whitespace-nowrap">
        {token.prefix}…<span className="fg3 block text-[12px] leading-4 select-all">{token.userName}</span>
      </td>
      <td className="num fg2 medium-hide whitespace-nowrap">{longDate(token.createdAt)}</td>
      <td className="whitespace-nowrap">
        <Expiry token={token} />
      </td>
      <UseCells token={token} />
      <td className="fg2 narrow-hide whitespace-nowrap">
        {token.scopes.includes('write') ? 'Read, write' : 'Read'}
      </td>
      <td>
        <TokenState token={token} />
      </td>
      <td className="w-8">
        {token.state === 'active' && (
          <Menu
            align="end"
            trigger={
              <IconButton
                icon="dots"
                label={`Actions for ${token.rotatedTo === null ? '' : 'the old '}${token.name}`}
                small
              />
            }
            actions={[
              ...(token.purpose === 'client' && token.rotatedTo === null
                ? [{ label: 'Rotate…', icon: 'replay' as const, run: () => onRotate(token) }]
                : []),
              { label: 'Revoke…', icon: 'ban', danger: true, run: () => onRevoke(token) },
            ]}
          />
        )}
      </td>
    </tr>
  );
}

/** When and by whom it was used last, and how often lately. */
function UseCells({ token }: { readonly token: TokenRecord }) {
  return (
    <>
      <td className="max-w-56">
        <TwoLines
          first={
            <span className="font-normal">
              {token.lastUsedAt === null ? 'Not used yet' : <Time at={token.lastUsedAt} />}
            </span>
          }
          second={<span title={token.lastUsedBy ?? undefined}>{token.lastUsedBy ?? ''}</span>}
        />
      </td>
      <td className="right num">
        {formatCount(token.okCount)} ok
        <span
          className={
            token.failedCount > 0
              ? 'danger-text block text-[12px] leading-4'
              : 'fg3 block text-[12px] leading-4'
          }
        >
          {formatCount(token.failedCount)} failed
        </span>
      </td>
    </>
  );
}

function Expiry({ token }: { readonly token: TokenRecord }) {
  const now = useNow();
  const at = token.expiresAt;
  if (at === null)
    return (
      <Status tone="neutral" shape="ring">
        Never
      </Status>
    );
  const soon = at - now < 30 * day;
  const over = at <= now;
  return (
    <Status
      tone={over ? 'danger' : soon ? 'warning' : 'neutral'}
      shape={over ? 'cross' : soon ? 'tri' : 'ring'}
      title={absolute(at)}
    >
      {soon && !over ? relative(at, now) : longDate(at)}
    </Status>
  );
}

function TokenState({ token }: { readonly token: TokenRecord }) {
  switch (token.state) {
    case 'active':
      return token.rotatedTo === null ? (
        <Status tone="success" shape="dot">
          Active
        </Status>
      ) : (
        <Status tone="warning" shape="tri">
          Ending
        </Status>
      );
    case 'expired':
      return (
        <Status tone="danger" shape="cross">
          Expired
        </Status>
      );
    case 'revoked':
      return (
        <Status
          tone="neutral"
          shape="ring"
          title={token.revokedAt === null ? undefined : absolute(token.revokedAt)}
        >
          Revoked
        </Status>
      );
  }
}

function RevokeToken({ token, onClose }: { readonly token: TokenRecord; readonly onClose: () => void }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    const answered = await callEngine('tokens.revoke', { id: token.id });
    setBusy(false);
    if (!answered.ok) return setFault(answered.fault);
    showToast(`Revoked ${token.name}.`);
    onClose();
  };
  const user = token.purpose === 'simulator' ? 'The Simulator' : 'Whoever uses it';
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}?`}
      verb="Revoke token"
      danger
      busy={busy}
      onConfirm={() => void revoke()}
      onClose={onClose}
    >
      <p>
        {user} gets 401 from the next request on.
        {token.lastUsedAt === null ? ' It was never used.' : ''} A revoked token cannot come back.
      </p>
      {token.lastUsedAt !== null && (
        <p className="fg2">
          Last used <Time at={token.lastUsedAt} />
          {token.lastUsedBy === null ? '' : ` by ${token.lastUsedBy}`}.
        </p>
      )}
      <FaultNotice fault={fault} />
    </ConfirmDialog>
  );
}
