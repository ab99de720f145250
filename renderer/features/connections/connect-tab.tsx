/** What to enter in Okta, labelled as Okta labels it, and what has been seen so far. */
import type { TokenRecord } from '../../../shared/domain/vault.ts';
import type { ServerStatus } from '../../../shared/domain/workspace.ts';
import { setParams, useParam } from '../../state/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/marks.tsx';
import { Callout } from '../../ui/notices.tsx';
import { Select } from '../../ui/select.tsx';
import { LiveChecklist } from './live-checklist.tsx';

interface LabelSet {
  readonly value: string;
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly identifier: string;
  readonly note: string;
}

const labelSets: readonly LabelSet[] = [
  {
    value: 'header',
    label: 'Okta SCIM 2.0 Test App (Header Auth)',
    url: 'SCIM 2.0 Base Url',
    token: 'API Token',
    identifier: 'Unique identifier field for users',
    note: 'Header Auth sends what you type, verbatim: enter “Bearer ”, then the token (Copy as header does both). This template sends PATCH.',
  },
  {
    value: 'bearer',
    label: 'Okta SCIM 2.0 Test App (OAuth Bearer Token)',
    url: 'SCIM 2.0 Base Url',
    token: 'OAuth Bearer Token',
    identifier: 'Unique identifier field for users',
    note: 'Okta puts “Bearer ” before the token by itself. This template sends PATCH.',
  },
  {
    value: 'basic',
    label: 'Okta SCIM 2.0 Test App (Basic Auth)',
    url: 'SCIM 2.0 Base Url',
    token: 'Password',
    identifier: 'Unique identifier field for users',
    note: 'Username is what the list of tokens shows below the prefix (rcu_…); Password is the token itself. This template sends PATCH.',
  },
  {
    value: 'wizard',
    label: 'App Integration Wizard',
    url: 'SCIM connector base URL',
    token: 'HTTP Header, Authorization: Bearer',
    identifier: 'Unique identifier field for users',
    note: 'Wizard apps send PUT; catalogue templates send PATCH.',
  },
];

export function ConnectTab(props: {
  readonly server: ServerStatus | null;
  readonly tokens: readonly TokenRecord[] | null;
}) {
  const { server, tokens } = props;
  const chosen = useParam('labels', 'header');
  const labels = labelSets.find((each) => each.value === chosen) ?? labelSets[0];
  const usable = (tokens ?? []).filter((token) => token.state === 'active' && token.purpose === 'client');
  if (labels === undefined) return null;
  return (
    <div className="connect">
      <div>
        <div className="flex flex-wrap items-center gap-2 pb-3">
          <h2 className="grow">Enter in Okta</h2>
          <span className="fg3">Labels for</span>
          <Select
            label="Labels for"
            small
            value={labels.value}
            choices={labelSets}
            onValue={(value) => setParams({ labels: value === 'header' ? '' : value })}
          />
        </div>
        <div className="copies">
          <CopyRow
            label={labels.url}
            value={server?.baseUrl ?? null}
            missing="The server is not listening."
          />
          <div className="copyrow">
            <span className="lab">{labels.token}</span>
            <span className="val fg2">
              {usable.length === 0
                ? 'No token yet.'
                : `${usable.map((token) => token.name).join(', ')}; a token is shown only when it is created`}
            </span>
            <Button small icon="plus" onClick={() => setParams({ new: 'token' })}>
              New token…
            </Button>
          </div>
          <CopyRow label={labels.identifier} value="userName" missing="" />
        </div>
        <p className="fg3 pt-2">{labels.note}</p>
        <h2 className="pt-5 pb-1">Live checklist</h2>
        <LiveChecklist />
      </div>
      <Callout tone="info" title="This address works on this computer only" className="self-start">
        Okta’s cloud reaches it through a tunnel of your own that forwards to the port of this server. Give
        Okta the tunnel’s https address with /scim/v2 at its end. The Simulator needs none.
      </Callout>
    </div>
  );
}

function CopyRow(props: { readonly label: string; readonly value: string | null; readonly missing: string }) {
  return (
    <div className="copyrow">
      <span className="lab">{props.label}</span>
      {props.value === null ? (
        <span className="val fg3">{props.missing}</span>
      ) : (
        <span className="val mono" title={props.value}>
          {props.value}
        </span>
      )}
      {props.value !== null && <CopyButton text={props.value} what={props.label} />}
    </div>
  );
}
