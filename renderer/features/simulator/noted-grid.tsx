/**
 * A grid whose rows may carry a note beneath them, and whose list may have lines between the rows: the review list,
 * the pushed groups, the assignments. Heads, rows, selection and keys are the kit's.
 */
import clsx from 'clsx';
import { type CSSProperties, type ReactNode, useEffect, useMemo } from 'react';
import { gridProps, gridRoles } from '../../ui/aria-grid.ts';
import type { GridProps } from '../../ui/grid.tsx';
import { GridHead } from '../../ui/grid-head.tsx';
import { GridRow } from '../../ui/grid-row.tsx';
import { Skeleton } from '../../ui/notices.tsx';
import { gridKeyHandler, useRovingFocus } from '../../ui/use-grid-keys.ts';
import { useViewportWidth } from '../../ui/viewport.ts';
import { type Differences, useUnevenRows } from './uneven-rows.ts';

const noteHeight = 40;
const lineHeight = 36;

export interface NotedGridProps<Row> extends Omit<GridProps<Row>, 'rowHeight' | 'onOpen' | 'openKey'> {
  readonly rowHeight: 36 | 44;
  /** One sentence beneath a row; null where there is none. Give the same function every time. */
  readonly hasNote: (row: Row) => boolean;
  readonly note: (row: Row) => ReactNode;
  /** Places in the list that are not rows, and what stands there. */
  readonly lines?: ReadonlyMap<number, ReactNode>;
}

const noLines: ReadonlyMap<number, ReactNode> = new Map();

export function NotedGrid<Row>(props: NotedGridProps<Row>) {
  const { total, rowAt, rowHeight, hasNote, onShow, selection, lines = noLines } = props;
  const differences = useMemo(
    () => differencesOf(total, rowHeight, lines, (index) => noted(rowAt(index), hasNote)),
    [total, rowAt, rowHeight, hasNote, lines],
  );
  const { focus, setFocus, rest } = useRovingFocus(total);
  const { first, last, indexes, height, topOf, attach, measure, scrollTo } = useUnevenRows(
    total,
    rowHeight,
    differences,
    focus.index,
  );
  useEffect(() => onShow?.(first, last), [onShow, first, last]);
  const toggle = (index: number) => {
    const row = rowAt(index);
    if (row !== undefined) selection?.toggle(props.rowKey(row));
  };
  const keys = gridKeyHandler(focus, setFocus, {
    total,
    rowsPerPage: last - first,
    scrollTo,
    onOpen: toggle,
    onToggle: toggle,
  });
  return (
    <div
      {...gridProps(props.label, total, selection !== undefined)}
      {...{ onKeyDown: keys }}
      className={clsx('datagrid', props.className)}
      style={{ '--cols': tracksOf(props, useViewportWidth()) } as CSSProperties}
    >
      <GridHead {...props} />
      <div {...gridRoles.rowgroup} ref={attach} className="grid-body" onScroll={measure}>
        {total === 0 && <NothingYet {...props} />}
        <div role="presentation" className="relative w-full" style={{ height }}>
          {indexes.map((index) => (
            <Entry
              key={index}
              grid={props}
              index={index}
              top={topOf(index)}
              line={lines.get(index)}
              focused={index === focus.index}
              focusRequest={index === focus.index ? focus.request : 0}
              onRest={rest}
              onToggle={toggle}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function NothingYet<Row>(props: NotedGridProps<Row>) {
  return (
    <div {...gridRoles.row}>
      <div {...gridRoles.cell}>{props.loading ? <Skeleton rowHeight={props.rowHeight} /> : props.empty}</div>
    </div>
  );
}

interface EntryProps<Row> {
  readonly grid: NotedGridProps<Row>;
  readonly index: number;
  readonly top: number;
  readonly line: ReactNode;
  readonly focused: boolean;
  readonly focusRequest: number;
  readonly onRest: (index: number) => void;
  readonly onToggle: (index: number) => void;
}

function Entry<Row>(props: EntryProps<Row>) {
  const { grid, index, top, line } = props;
  const place = { transform: `translateY(${top}px)` };
  if (line !== undefined) {
    return (
      <div {...gridRoles.row} className="absolute inset-x-0 top-0" style={place}>
        <div {...gridRoles.cell} className="groupline" style={{ height: lineHeight }}>
          {line}
        </div>
      </div>
    );
  }
  const row = grid.rowAt(index);
  return (
    <div role="presentation" className="absolute inset-x-0 top-0" style={place}>
      <GridRow
        grid={grid}
        index={index}
        style={{ height: grid.rowHeight }}
        focused={props.focused}
        focusRequest={props.focusRequest}
        onRest={props.onRest}
        onToggle={props.onToggle}
      />
      {row !== undefined && grid.hasNote(row) && (
        <div {...gridRoles.row}>
          <div {...gridRoles.cell}>{grid.note(row)}</div>
        </div>
      )}
    </div>
  );
}

function noted<Row>(row: Row | undefined, hasNote: (row: Row) => boolean): boolean {
  return row !== undefined && hasNote(row);
}

function differencesOf(
  total: number,
  usual: number,
  lines: ReadonlyMap<number, ReactNode>,
  hasNote: (index: number) => boolean,
): Differences {
  const found: (readonly [number, number])[] = [];
  for (let index = 0; index < total; index += 1) {
    if (lines.has(index)) found.push([index, lineHeight - usual]);
    else if (hasNote(index)) found.push([index, noteHeight]);
  }
  return found;
}

function tracksOf<Row>(props: NotedGridProps<Row>, width: number): string {
  const shown = props.columns.filter(
    (column) => !(column.wideOnly && width < 1100) && !(column.widestOnly && width < 1300),
  );
  const tracks = shown.map((column) => column.width);
  return [props.selection ? '16px' : null, ...tracks, props.actions ? '24px' : null]
    .filter(Boolean)
    .join(' ');
}
