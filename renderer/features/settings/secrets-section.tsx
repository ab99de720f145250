/** How secrets for other servers are kept, in honest words; the passphrase; the way on where they are locked. */
import { useState } from 'react';
import type { KeySlot, SecretsStatus } from '../../../shared/domain/vault.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { longDate } from '../../ui/clock.ts';
import { Callout, FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { Status } from '../../ui/status.tsx';
import { RemovePassphrase, SetPassphrase, StartOver, Unlock } from './passphrase-dialogs.tsx';

type Doing = 'set' | 'remove' | 'unlock' | 'start-over' | null;

export function SecretsSection() {
  const { value: status, fault, reload } = useAnswer('vault.status', {}, 'secrets', 'connections');
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const hasPassphrase = status?.slots.some((slot) => slot.kind === 'passphrase') === true;
  return (
    <section className="pt-6">
      <h2 className="section-title pb-2">Secrets</h2>
      <FaultNotice fault={fault} onRetry={reload} />
      {status !== null && (
        <div className="border-t border-line-1">
          <StateRow status={status} onUnlock={() => setDoing('unlock')} />
          {status.state === 'locked' && (
            <LockedNote
              status={status}
              hasPassphrase={hasPassphrase}
              onStartOver={() => setDoing('start-over')}
            />
          )}
          {status.slots.map((slot) => (
            <SlotRow key={slot.kind} slot={slot} />
          ))}
          {status.state === 'open' && (
            <PassphraseRow
              hasPassphrase={hasPassphrase}
              alone={!status.slots.some((slot) => slot.opensHere)}
              onSet={() => setDoing('set')}
              onRemove={() => setDoing('remove')}
            />
          )}
        </div>
      )}
      {doing === 'set' && <SetPassphrase change={hasPassphrase} onClose={close} />}
      {doing === 'remove' && <RemovePassphrase onClose={close} />}
      {doing === 'unlock' && status !== null && <Unlock status={status} onClose={close} />}
      {doing === 'start-over' && status !== null && <StartOver status={status} onClose={close} />}
    </section>
  );
}

function StateRow(props: { readonly status: SecretsStatus; readonly onUnlock: () => void }) {
  const { status } = props;
  const canUnlock = status.slots.some((slot) => slot.kind === 'passphrase');
  return (
    <div className="settings-row">
      <span className="lab">For other servers</span>
      <span className="flex items-center gap-3">
        {status.state === 'open' ? (
          <Status tone="success" shape="dot">
            Open
          </Status>
        ) : (
          <Status tone="warning" shape="tri">
            Locked
          </Status>
        )}
        <span className="fg2 num">{plural(status.secrets, 'secret')} stored, encrypted</span>
        {status.state === 'locked' && canUnlock && <Button onClick={props.onUnlock}>Unlock…</Button>}
      </span>
    </div>
  );
}

function LockedNote(props: {
  readonly status: SecretsStatus;
  readonly hasPassphrase: boolean;
  readonly onStartOver: () => void;
}) {
  return (
    <Callout
      tone="warning"
      title={
        props.hasPassphrase
          ? 'Nothing on this computer opens the secrets without the passphrase.'
          : 'The key that opens the secrets is not on this computer.'
      }
      className="my-3"
      action={
        <Button small onClick={props.onStartOver}>
          Start over…
        </Button>
      }
    >
      Users, groups, tokens and the local server work as always. Connections to other servers wait.
    </Callout>
  );
}

const nameOf: Readonly<Record<KeySlot['kind'], string>> = {
  os: 'Key store',
  'key-file': 'Key file',
  passphrase: 'Passphrase',
};

/** What each kind is worth, without embellishment. */
function wordsOf(slot: KeySlot): string {
  if (slot.protection === null)
    return 'This computer has no keyring: the key is stored, but not protected. Anyone who reads the files of your account can open the secrets.';
  switch (slot.kind) {
    case 'os':
      return `${slot.protection}.`;
    case 'key-file':
      return slot.opensHere
        ? `${slot.protection}. Who copies the whole folder copies the key.`
        : `${slot.protection}.`;
    case 'passphrase':
      return 'Opens the secrets anywhere, also after a move to another computer.';
    default:
      return slot.kind satisfies never;
  }
}

function SlotRow({ slot }: { readonly slot: KeySlot }) {
  return (
    <div className="settings-row">
      <span className="lab">{nameOf[slot.kind]}</span>
      <span className="py-2">
        {wordsOf(slot)} <span className="fg3 whitespace-nowrap">Since {longDate(slot.createdAt)}</span>
      </span>
    </div>
  );
}

function PassphraseRow(props: {
  readonly hasPassphrase: boolean;
  /** Nothing else opens the secrets here. */
  readonly alone: boolean;
  readonly onSet: () => void;
  readonly onRemove: () => void;
}) {
  return (
    <div className="settings-row">
      <span className="lab">{props.hasPassphrase ? '' : 'Passphrase'}</span>
      <span className="flex flex-wrap items-center gap-2 py-2">
        {props.hasPassphrase ? (
          <>
            <Button onClick={props.onSet}>Change passphrase…</Button>
            <Button
              variant="ghost"
              blocked={props.alone ? 'Nothing else opens the secrets on this computer.' : null}
              onClick={props.onRemove}
            >
              Remove passphrase…
            </Button>
          </>
        ) : (
          <>
            <Button onClick={props.onSet}>Set a passphrase…</Button>
            <span className="fg3">For the day the folder moves or the key is lost.</span>
          </>
        )}
      </span>
    </div>
  );
}
