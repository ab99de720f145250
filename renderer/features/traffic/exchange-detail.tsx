/** One exchange: summary, request, response. What is shown is what was stored. */
import { useEffect } from 'react';
import type { ExchangeRecord } from '../../../shared/domain/exchange.ts';
import { reach } from '../../state/milestones-store.ts';
import { hrefOf, setParams, useParam } from '../../state/route-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useShortcuts } from '../../state/use-shortcuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { clockWithMs, zoneName } from '../../ui/clock.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { FaultNotice, Skeleton } from '../../ui/notices.tsx';
import { formatBytes, formatMs } from '../../ui/numbers.ts';
import { Facts, SectionTitle } from '../../ui/page.tsx';
import { Shape } from '../../ui/status.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { asCurl, HttpStatus } from './exchange-words.tsx';

const tabs = [
  { value: 'summary', label: 'Summary' },
  { value: 'request', label: 'Request' },
  { value: 'response', label: 'Response' },
] as const;

export function ExchangeDetail({ seq }: { readonly seq: number }) {
  const exchange = useAnswer('traffic.get', { seq });
  const wanted = useParam('tab', 'summary');
  const tab = tabs.find((each) => each.value === wanted)?.value ?? 'summary';
  const record = exchange.value;
  useEffect(() => {
    if (record !== null) reach('exchangeRead');
  }, [record]);
  const copyCurl = () => {
    if (record !== null)
      void navigator.clipboard
        .writeText(asCurl(record))
        .then(() => showToast('cURL command copied; put the token in $TOKEN.'));
  };
  useShortcuts({ c: copyCurl });
  if (exchange.fault !== null)
    return (
      <div className="p-4">
        <FaultNotice fault={exchange.fault} onRetry={exchange.reload} />
      </div>
    );
  if (record === null) return <Skeleton rows={8} />;
  return (
    <>
      <DetailHead exchange={record} onCopy={copyCurl} />
      <Tabs
        label="Parts of the exchange"
        value={tab}
        items={tabs}
        onValue={(value) => setParams({ tab: value })}
        className="flex-1"
      >
        <TabPanel value={tab} className="detail-body pb-4">
          {tab === 'summary' && <Summary exchange={record} />}
          {tab === 'request' && (
            <Side
              title="Request"
              headers={record.requestHeaders}
              body={record.requestBody}
              bytes={record.requestBytes}
              cut={record.requestCut}
            />
          )}
          {tab === 'response' && (
            <Side
              title="Response"
              headers={record.responseHeaders}
              body={record.responseBody}
              bytes={record.responseBytes}
              cut={record.responseCut}
            />
          )}
        </TabPanel>
      </Tabs>
    </>
  );
}

function DetailHead({
  exchange,
  onCopy,
}: {
  readonly exchange: ExchangeRecord;
  readonly onCopy: () => void;
}) {
  return (
    <div className="detail-head">
      <div className="flex items-start gap-2">
        <h2 className="grow break-words">
          {exchange.method} {exchange.label}
        </h2>
        <IconButton icon="x" label="Close" small onClick={() => setParams({ open: '', tab: '' })} />
      </div>
      <div className="detail-meta">
        <span className="num">
          {clockWithMs(exchange.at)} {zoneName(exchange.at)}
        </span>
        <span>{exchange.direction === 'in' ? 'Received' : 'Sent'}</span>
        {exchange.actor !== null && <span>{exchange.actor}</span>}
        <span className="num">{formatMs(exchange.durationMs)}</span>
        <HttpStatus status={exchange.status} error={exchange.error} />
      </div>
      <div className="detail-actions">
        <Button small icon="copy" hint="c" onClick={onCopy}>
          Copy cURL
        </Button>
        {exchange.operationId !== null && (
          <Button
            small
            onClick={() =>
              setParams({ operation: exchange.operationId ?? '', operationName: exchange.operation ?? '' })
            }
          >
            Show the whole operation
          </Button>
        )}
      </div>
    </div>
  );
}

function Summary({ exchange }: { readonly exchange: ExchangeRecord }) {
  const { error } = exchange;
  const explained = error !== null && exchange.notes.some((note) => note.includes(error));
  return (
    <>
      {exchange.error !== null && !explained && (
        <p className="danger-text">No answer came: {exchange.error}</p>
      )}
      {exchange.notes.length > 0 && (
        <section>
          <SectionTitle aside={exchange.notes.length}>Notes</SectionTitle>
          {exchange.notes.map((note) => (
            <div key={note} className="lint s-warning">
              <Shape name="tri" />
              <p>{note}</p>
            </div>
          ))}
        </section>
      )}
      <Facts
        wide
        facts={[
          { name: 'Operation', value: exchange.operation },
          { name: exchange.direction === 'in' ? 'Token' : 'Connection', value: exchange.actor },
          { name: 'From', value: exchange.remoteAddress },
          { name: 'Target', value: <span className="mono break-all">{exchange.target}</span> },
          {
            name: 'Sizes',
            value: `${formatBytes(exchange.requestBytes)} sent, ${formatBytes(exchange.responseBytes)} answered`,
          },
          {
            name: 'Number',
            value: <a href={hrefOf('/traffic', { open: String(exchange.seq) })}>{exchange.seq}</a>,
          },
        ]}
      />
      <Bodies exchange={exchange} />
    </>
  );
}

/** Side by side where both have one; the only one gets the whole width. */
function Bodies({ exchange }: { readonly exchange: ExchangeRecord }) {
  const sides = [
    { title: 'Request', text: exchange.requestBody, bytes: exchange.requestBytes, cut: exchange.requestCut },
    {
      title: 'Response',
      text: exchange.responseBody,
      bytes: exchange.responseBytes,
      cut: exchange.responseCut,
    },
  ].filter((side) => side.text !== null && side.text !== '');
  return (
    <div className={sides.length === 2 ? 'wire' : 'wire !grid-cols-1'}>
      {sides.map((side) => (
        <Body key={side.title} {...side} />
      ))}
    </div>
  );
}

interface BodyProps {
  readonly title: string;
  readonly text: string | null;
  readonly bytes: number;
  readonly cut: boolean;
}

function Body({ title, text, bytes, cut }: BodyProps) {
  return (
    <section className="min-w-0">
      <SectionTitle aside={formatBytes(bytes)}>{title}</SectionTitle>
      {text === null || text === '' ? (
        <p className="fg3">No body.</p>
      ) : (
        <CodeView text={text} label={`${title} body`} />
      )}
      {cut && <p className="warning-text pt-1">Stored the first 2 MB of {formatBytes(bytes)}.</p>}
    </section>
  );
}

function Side(
  props: Omit<BodyProps, 'text'> & {
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string | null;
  },
) {
  return (
    <>
      <section>
        <SectionTitle aside={props.headers.length}>Headers</SectionTitle>
        <dl className="grid grid-cols-[minmax(0,180px)_minmax(0,1fr)] gap-x-3 gap-y-1">
          {props.headers.map(([name, value]) => (
            <div key={`${name}: ${value}`} className="contents">
              <dt className="mono fg3 break-all">{name}</dt>
              <dd className="mono break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Body title="Body" text={props.body} bytes={props.bytes} cut={props.cut} />
    </>
  );
}
