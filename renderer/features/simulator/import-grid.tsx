/** The review list: imported user, situation, the Okta user assignment to decide about, and the tick for Confirm. */
import { type ReactNode, useMemo } from 'react';
import type { Fault } from '../../../shared/contract/faults.ts';
import type { AppSettings, Decision, ImportCounts, ImportRow } from '../../../shared/domain/simulator.ts';
import { callEngine } from '../../state/engine-call.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { GridColumn } from '../../ui/grid.tsx';
import { Icon } from '../../ui/icon.tsx';
import { InlineNote } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';
import { TwoLines } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { type ShapeName, Status, type Tone } from '../../ui/status.tsx';
import type { Match, ReviewList } from './import-list.ts';
import { rowsWhere } from './import-rows.ts';
import { NotedGrid } from './noted-grid.tsx';
import { PersonChooser } from './person-chooser.tsx';

const looks: Record<ImportRow['match'], readonly [Tone, ShapeName, string]> = {
  EXACT: ['success', 'dot', 'Exact match'],
  PARTIAL: ['warning', 'half', 'Partial match'],
  NONE: ['neutral', 'ring', 'No match'],
  AMBIGUOUS: ['warning', 'fork', 'Ambiguous'],
};

const decisions = [
  { value: 'EXISTING', label: 'Existing' },
  { value: 'NEW', label: 'New' },
  { value: 'IGNORE', label: 'Ignore' },
] as const;

export interface ImportGridProps {
  readonly connectionId: string;
  readonly list: ReviewList;
  readonly counts: ImportCounts;
  readonly view: Match | 'ALL';
  readonly text: string;
  readonly onFault: (fault: Fault | null) => void;
  readonly empty: ReactNode;
}

interface RowVerbs {
  readonly decide: (row: ImportRow, decision: Decision) => void;
  readonly choose: (row: ImportRow, personId: string) => void;
  readonly select: (row: ImportRow, selected: boolean) => void;
}

export function ImportGrid(props: ImportGridProps) {
  const { connectionId, list, onFault } = props;
  const app = useAnswer('sim.app', { connectionId }, 'simulator');
  const lines = useMemo(() => headingLines(list), [list]);
  const send = (row: ImportRow, change: { decision?: Decision; personId?: string; selected?: boolean }) =>
    void callEngine('sim.decide', { connectionId, rowIds: [row.id], ...change }).then((answered) =>
      onFault(answered.ok ? null : answered.fault),
    );
  const columns = reviewColumns(app.value, {
    decide: (row, decision) => send(row, { decision }),
    choose: (row, personId) => send(row, { decision: 'EXISTING', personId }),
    select: (row, selected) => send(row, { selected }),
  });
  return (
    <NotedGrid
      label="Imported users"
      className="[&_.grid-head]:gap-x-4 [&_.grid-head]:border-t-0 [&_.row]:gap-x-4"
      rowHeight={44}
      columns={columns}
      total={list.total}
      rowAt={list.rowAt}
      rowKey={(row) => row.id}
      rowName={(row) => row.name}
      onShow={list.show}
      headAside={{ column: 'selected', node: <SelectAll {...props} /> }}
      lines={lines}
      loading={list.loading}
      empty={props.empty}
      hasNote={hasNote}
      note={(row) => (
        <InlineNote tone={row.conflict === null ? 'warning' : 'danger'}>
          <span className="ellipsis block" title={noteOf(row)}>
            {noteOf(row)}
          </span>
        </InlineNote>
      )}
    />
  );
}

/** A partial match says why beside the person; what keeps a row from being confirmed stands beneath it. */
function hasNote(row: ImportRow): boolean {
  return noteOf(row) !== '';
}

function noteOf(row: ImportRow): string {
  if (row.decision === 'IGNORE') return '';
  if (row.conflict !== null) return row.conflict;
  return row.match === 'NONE' && row.reason !== null ? `No match: ${row.reason}.` : '';
}

function headingLines(list: ReviewList): ReadonlyMap<number, ReactNode> {
  const lines = new Map<number, ReactNode>();
  for (const [index, heading] of list.headings) {
    lines.set(
      index,
      <>
        <b>{heading.title}</b>
        <span className="num">{plural(heading.count, 'user')}</span>
      </>,
    );
  }
  return lines;
}

function reviewColumns(app: AppSettings | null, verbs: RowVerbs): readonly GridColumn<ImportRow>[] {
  return [
    {
      key: 'user',
      header: 'Imported user',
      width: 'minmax(0, 0.8fr)',
      cell: (row) => <TwoLines first={row.name} second={row.userName} />,
    },
    {
      key: 'situation',
      header: 'Situation',
      width: 'minmax(108px, 152px)',
      cell: (row) => <Situation row={row} />,
    },
    {
      key: 'arrow',
      header: 'goes to',
      quietHeader: true,
      width: '16px',
      wideOnly: true,
      cell: () => (
        <span className="fg3 flex">
          <Icon name="arrow" />
        </span>
      ),
    },
    {
      key: 'assignment',
      header: 'Okta user assignment',
      width: 'minmax(0, 1.2fr)',
      cell: (row) => <Assignment row={row} app={app} verbs={verbs} />,
    },
    {
      key: 'selected',
      header: 'Confirm',
      quietHeader: true,
      width: '16px',
      cell: (row) => (
        <Checkbox
          label={`Confirm ${row.name}`}
          checked={row.selected}
          onChange={(selected) => verbs.select(row, selected)}
        />
      ),
    },
  ];
}

function Situation({ row }: { readonly row: ImportRow }) {
  const [tone, shape, word] = looks[row.match];
  return (
    <Status tone={tone} shape={shape} loud={false} title={row.reason ?? undefined}>
      {row.match === 'AMBIGUOUS' ? `${word} ${row.candidates.length}` : word}
    </Status>
  );
}

function Assignment(props: {
  readonly row: ImportRow;
  readonly app: AppSettings | null;
  readonly verbs: RowVerbs;
}) {
  const { row, app, verbs } = props;
  const shown = row.decision === 'UNDECIDED' ? 'EXISTING' : row.decision;
  return (
    <div className="assign">
      <Select
        label={`Decision for ${row.name}`}
        value={shown}
        choices={decisions}
        onValue={(decision) => verbs.decide(row, decision)}
        plain
      />
      {shown === 'EXISTING' && (
        <PersonChooser row={row} onChoose={(personId) => verbs.choose(row, personId)} />
      )}
      {shown === 'NEW' && <span className="ellipsis">{newLogin(row, app)}</span>}
      {shown === 'IGNORE' && <span className="fg3 ellipsis">Stays in the queue, not assigned</span>}
    </div>
  );
}

function newLogin(row: ImportRow, app: AppSettings | null): string {
  return app?.usernameFormat === 'userName' ? row.userName : (row.email ?? row.userName);
}

function SelectAll({ connectionId, list, counts, view, text, onFault }: ImportGridProps) {
  if (counts.all === 0) return null;
  const set = async (selected: boolean) => {
    const which =
      text === ''
        ? view === 'ALL'
          ? {}
          : { match: view }
        : { rowIds: await rowIds(connectionId, view, text) };
    const answered = await callEngine('sim.decide', { connectionId, ...which, selected });
    onFault(answered.ok ? null : answered.fault);
  };
  const some = counts.selected > 0;
  return (
    <Checkbox
      label="Select all"
      checked={some && counts.selected >= counts.all}
      mixed={some && counts.selected < counts.all}
      disabled={list.users === 0}
      onChange={() => void set(!some)}
    />
  );
}

async function rowIds(connectionId: string, view: Match | 'ALL', text: string): Promise<string[]> {
  const rows = await rowsWhere(
    { connectionId, text, ...(view === 'ALL' ? {} : { match: view }) },
    () => true,
  );
  return rows.map((row) => row.id).slice(0, 10_000);
}
