/** After an action: how many went through, who failed with Okta's text beside what really happened, and what was not sent. */
import type { OperationOutcome } from '../../../shared/domain/simulator.ts';
import { hrefOf } from '../../state/route-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { FaultNotice } from '../../ui/notices.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { Status } from '../../ui/status.tsx';
import type { Action } from './use-action.ts';

export function OutcomePanel({ action }: { readonly action: Action }) {
  const { doing, fault, outcome, title } = action;
  if (doing !== null)
    return (
      <div className="flex flex-none items-center gap-3 border-t border-line-1 px-4 py-2" role="status">
        <Status tone="info" shape="dashed">
          {doing}…
        </Status>
      </div>
    );
  if (fault !== null)
    return (
      <div className="flex flex-none items-start gap-2 border-t border-line-1 px-4 py-2">
        <FaultNotice fault={fault} className="grow" />
        <IconButton icon="x" label="Dismiss" small onClick={action.clear} />
      </div>
    );
  return outcome && <Outcome title={title} outcome={outcome} onClose={action.clear} />;
}

function Outcome(props: {
  readonly title: string;
  readonly outcome: OperationOutcome;
  readonly onClose: () => void;
}) {
  const { title, outcome, onClose } = props;
  return (
    <section
      className="max-h-64 flex-none overflow-y-auto border-t border-line-1 bg-sunken px-4 py-2"
      aria-label="Outcome"
    >
      <div className="flex items-center gap-4" role="status">
        <b className="strong">{title}</b>
        <Status tone="success" shape="ok">
          {formatCount(outcome.done)} done
        </Status>
        {outcome.failed > 0 && (
          <Status tone="danger" shape="cross">
            {formatCount(outcome.failed)} failed
          </Status>
        )}
        <a href={hrefOf('/traffic', { operation: outcome.operationId, operationName: title })}>
          Show in Traffic
        </a>
        <span className="grow" />
        <IconButton icon="x" label="Dismiss outcome" small onClick={onClose} />
      </div>
      {outcome.notes.map((note) => (
        <p key={note} className="fg2">
          {note}
        </p>
      ))}
      {outcome.failures.length > 0 && <Failures outcome={outcome} />}
    </section>
  );
}

function Failures({ outcome }: { readonly outcome: OperationOutcome }) {
  const shown = outcome.failures.map((failure, index) => ({ ...failure, key: `${index} ${failure.name}` }));
  return (
    <table className="mt-1 w-full table-fixed border-collapse text-left align-top text-[12px] leading-4">
      <thead className="fg3">
        <tr>
          <th className="w-1/5 py-1 pr-3 font-normal">Name</th>
          <th className="py-1 pr-3 font-normal">Okta shows</th>
          <th className="py-1 font-normal">What happened</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((failure) => (
          <tr key={failure.key} className="border-t border-line-1 align-top">
            <td className="strong py-1 pr-3 break-words">{failure.name}</td>
            <td className="danger-text py-1 pr-3 break-words">{failure.oktaText}</td>
            <td className="py-1 break-words">{failure.detail}</td>
          </tr>
        ))}
      </tbody>
      {outcome.failed > outcome.failures.length && (
        <caption className="fg3 caption-bottom py-1 text-left">
          {formatCount(outcome.failed - outcome.failures.length)} more failed; Traffic has them all.
        </caption>
      )}
    </table>
  );
}
