/** The switches of the local server's profile, each with what it does to a client. */
import { type ReactNode, useId, useRef, useState } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { ServerProfile } from '../../../shared/domain/server-profile.ts';
import { changeProfile, changeWithUndo } from '../../state/profile-change.ts';
import { FieldNote } from '../../ui/fields.tsx';
import { formatCount, plural } from '../../ui/numbers.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { wholeNumber } from './fault-rule-draft.ts';

type Save = (patch: Partial<ServerProfile>) => Promise<Fault | null>;

interface RowProps {
  readonly label: string;
  readonly profile: ServerProfile;
  readonly children: ReactNode;
}

async function save(patch: Partial<ServerProfile>): Promise<Fault | null> {
  const answered = await changeProfile((now) => ({ ...now, ...patch }));
  return answered.ok ? null : answered.fault;
}

export function Answers({ profile }: { readonly profile: ServerProfile }) {
  return (
    <section aria-label="Answers">
      <div className="flex min-h-9 items-center pb-3">
        <h2 className="section-title">Answers</h2>
      </div>
      <ul className="border-t border-line-1">
        <ChoiceRow
          label="Reading requests"
          chosen={profile.strict ? 'strict' : 'compatible'}
          items={readings}
          patchOf={(value) => ({ strict: value === 'strict' })}
        >
          <p>Compatible refuses only what cannot be read.</p>
          <p>
            Strict also answers 400 to what clients get slightly wrong: text for true and false, Replace for
            replace, a body without schemas, member ids as plain texts.
          </p>
        </ChoiceRow>
        <NumberRow
          label="Most resources on a page"
          setting="pageCap"
          profile={profile}
          said={(value) => `At most ${plural(value, 'resource')} on a page.`}
        >
          1 to 1,000. A client that asks for more gets this many.
        </NumberRow>
        <SwitchRow label="PATCH" setting="patch" profile={profile}>
          While it is off, PATCH is answered 501 and ServiceProviderConfig says so. Okta’s catalogue apps send
          it.
        </SwitchRow>
        <SwitchRow label="Bulk" setting="bulk" profile={profile}>
          POST /Bulk with up to 1,000 operations. Okta never sends it.
        </SwitchRow>
        <SwitchRow label="Okta entitlements" setting="entitlements" profile={profile}>
          /Entitlements and /Roles list what users hold. While it is off, they are not there.
        </SwitchRow>
        <ChoiceRow
          label="Refuse with"
          chosen={profile.refuseWith === 503 ? '503' : '429'}
          items={refusals}
          patchOf={(value) => ({ refuseWith: value === '503' ? 503 : 429 })}
        >
          When the server is too busy to answer. 429 is the only status that Okta retries by itself.
        </ChoiceRow>
        <NumberRow
          label="Latency in ms"
          setting="latencyMs"
          profile={profile}
          said={(value) => `Every answer takes ${formatCount(value)} ms longer.`}
        >
          Added to every answer, up to 30,000.
        </NumberRow>
      </ul>
    </section>
  );
}

const readings = [
  { value: 'compatible', label: 'Compatible' },
  { value: 'strict', label: 'Strict' },
] as const;
const refusals = [
  { value: '429', label: '429' },
  { value: '503', label: '503' },
] as const;

/** Saves at once; a refusal stays with its row until the next try. */
function useSave(): { readonly fault: Fault | null; readonly send: Save } {
  const [fault, setFault] = useState<Fault | null>(null);
  const send: Save = async (patch) => {
    const refused = await save(patch);
    setFault(refused);
    return refused;
  };
  return { fault, send };
}

function SwitchRow(props: RowProps & { readonly setting: 'patch' | 'bulk' | 'entitlements' }) {
  const { fault, send } = useSave();
  return (
    <SettingRow
      label={props.label}
      fault={fault}
      control={
        <Switch
          label={props.label}
          checked={props.profile[props.setting]}
          onChange={(on) => void send({ [props.setting]: on })}
        />
      }
    >
      {props.children}
    </SettingRow>
  );
}

function ChoiceRow<V extends string>(props: {
  readonly label: string;
  readonly chosen: V;
  readonly items: readonly { readonly value: V; readonly label: string }[];
  readonly patchOf: (value: V) => Partial<ServerProfile>;
  readonly children: ReactNode;
}) {
  const { fault, send } = useSave();
  return (
    <SettingRow
      label={props.label}
      fault={fault}
      control={
        <Segmented
          label={props.label}
          value={props.chosen}
          items={props.items}
          onValue={(value) => void send(props.patchOf(value))}
        />
      }
    >
      {props.children}
    </SettingRow>
  );
}

interface NumberRowProps extends RowProps {
  readonly setting: 'pageCap' | 'latencyMs';
  readonly said: (value: number) => string;
}

/** What is typed until the engine says that it is in force. */
function useNumber({ profile, setting, said }: NumberRowProps) {
  const inForce = profile[setting];
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [seen, setSeen] = useState(inForce);
  const sent = useRef<number | null>(null);
  const rest = () => {
    setDraft(null);
    setError(null);
  };
  if (seen !== inForce) {
    setSeen(inForce);
    if (draft !== null && wholeNumber(draft) === inForce) rest();
  }
  const commit = async () => {
    if (draft === null) return;
    const value = wholeNumber(draft);
    if (value === null) return setError('Must be a whole number.');
    if (value === inForce) return rest();
    // Enter and leaving the field are one wish
    if (value === sent.current) return;
    sent.current = value;
    setError(null);
    const refused = await changeWithUndo(said(value), (now) => ({ ...now, [setting]: value }));
    sent.current = null;
    if (refused !== null) setError(refused.fields?.[`profile.${setting}`] ?? refused.message);
  };
  return { text: draft ?? String(inForce), error, type: setDraft, commit, rest };
}

/** Saved by Enter or by leaving the field; Escape brings back what is in force. */
function NumberRow(props: NumberRowProps) {
  const number = useNumber(props);
  const id = useId();
  return (
    <SettingRow
      label={props.label}
      control={
        <form
          className="form-field w-36"
          onSubmit={(event) => {
            event.preventDefault();
            void number.commit();
          }}
        >
          <input
            className="input num text-right"
            inputMode="numeric"
            autoComplete="off"
            aria-label={props.label}
            aria-invalid={number.error !== null || undefined}
            aria-describedby={number.error === null ? undefined : id}
            value={number.text}
            onChange={(event) => number.type(event.target.value)}
            onBlur={() => void number.commit()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') number.rest();
            }}
          />
          <FieldNote id={id} error={number.error} />
        </form>
      }
    >
      {props.children}
    </SettingRow>
  );
}
