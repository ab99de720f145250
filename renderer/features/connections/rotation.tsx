/** Rotating a token: the dialog, and the two tokens side by side while both work. */
import { useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { TokenRecord } from '../../../shared/domain/vault.ts';
import { callEngine } from '../../state/engine-call.ts';
import { Button } from '../../ui/button.tsx';
import { absolute, day } from '../../ui/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Callout, FaultNotice } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { SelectField } from '../../ui/select.tsx';
import { Time, useNow } from '../../ui/time.tsx';
import { type NewToken, ShownOnce } from './shown-once.tsx';

const overlaps = [
  { value: '0', label: 'It leaked: end it now' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '24 hours' },
  { value: '604800', label: '7 days' },
] as const;
type Overlap = (typeof overlaps)[number]['value'];

export function RotateToken(props: {
  readonly token: TokenRecord;
  /** As the engine last said: the old token's last use moves while the dialog is open. */
  readonly tokens: readonly TokenRecord[];
  readonly onClose: () => void;
}) {
  const [made, setMade] = useState<NewToken | null>(null);
  if (made === null) return <RotateForm token={props.token} onClose={props.onClose} onMade={setMade} />;
  const old = props.tokens.find((each) => each.id === props.token.id) ?? props.token;
  return (
    <ShownOnce made={made} onStored={props.onClose}>
      <p className="fg2" aria-live="polite">
        <LastUse name="Old token" token={old} /> <OldEnd old={old} />
      </p>
    </ShownOnce>
  );
}

function RotateForm(props: {
  readonly token: TokenRecord;
  readonly onClose: () => void;
  readonly onMade: (made: NewToken) => void;
}) {
  const { token } = props;
  const [overlap, setOverlap] = useState<Overlap>('86400');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const rotate = async () => {
    setBusy(true);
    const answered = await callEngine('tokens.rotate', { id: token.id, overlap: Number(overlap) });
    setBusy(false);
    if (answered.ok) props.onMade(answered.value);
    else setFault(answered.fault);
  };
  return (
    <Dialog
      title={`Rotate ${token.name}?`}
      onClose={props.onClose}
      onSubmit={() => void rotate()}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" disabled={busy}>
            Rotate token
          </Button>
        </>
      }
    >
      <p>A new token with the same name, scope and lifetime takes its place. It is shown once.</p>
      <SelectField
        label="The old token stays valid for"
        value={overlap}
        choices={overlaps}
        onValue={setOverlap}
        hint={
          overlap === '0'
            ? 'Whoever uses it gets 401 from the next request on.'
            : 'Both work in the meantime. Enter the new one where the old one is used.'
        }
      />
      <p className="fg2">
        <LastUse name="It was" token={token} />
      </p>
      <FaultNotice fault={fault} />
    </Dialog>
  );
}

/** One line for each rotation whose old token still works: who uses which, live. */
export function RotationNotes(props: {
  readonly tokens: readonly TokenRecord[];
  readonly onEnd: (old: TokenRecord) => void;
}) {
  const pairs = props.tokens.flatMap((old) => {
    const next = props.tokens.find((each) => each.id === old.rotatedTo);
    return next !== undefined && old.state === 'active' ? [{ old, next }] : [];
  });
  return (
    <>
      {pairs.map(({ old, next }) => (
        <Callout
          key={old.id}
          tone="info"
          title={`Rotating ${old.name}`}
          className="mb-3"
          action={
            <Button small onClick={() => props.onEnd(old)}>
              End the old token…
            </Button>
          }
        >
          <span className="block">
            <LastUse name="Old token" token={old} /> <OldEnd old={old} />
          </span>
          <span className="block">
            <LastUse name="New token" token={next} />
          </span>
        </Callout>
      ))}
    </>
  );
}

/** "Old token last used 3 min ago by Okta SCIM Client 1.0.0, 127.0.0.1." */
function LastUse({ name, token }: { readonly name: string; readonly token: TokenRecord }) {
  if (token.lastUsedAt === null) return <>{name} not used yet.</>;
  return (
    <>
      {name} last used <Time at={token.lastUsedAt} />
      {token.lastUsedBy === null ? '' : ` by ${token.lastUsedBy}`}.
    </>
  );
}

function OldEnd({ old }: { readonly old: TokenRecord }) {
  const now = useNow();
  if (old.state !== 'active' || old.expiresAt === null) return <>It does not work any more.</>;
  return (
    <span title={absolute(old.expiresAt)}>
      It works for another {span(Math.max(0, old.expiresAt - now))}.
    </span>
  );
}

/** "23 h", "42 min", "6 days". */
function span(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 90) return `${minutes} min`;
  return ms < 2 * day ? `${Math.round(minutes / 60)} h` : plural(Math.round(ms / day), 'day');
}
