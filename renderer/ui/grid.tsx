/**
 * The grid of every list: virtualised rows over a window of pages, one tab stop, sort and selection announced.
 * It holds no rows; it asks for them by index and says which are on screen.
 */
import clsx from 'clsx';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { gridProps, gridRoles, rowProps } from './aria-grid.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import type { GridColumn, GridProps } from './grid-types.ts';
import { Skeleton } from './notices.tsx';
import { gridKeyHandler, useRovingFocus } from './use-grid-keys.ts';
import { useWindowedRows } from './use-windowed-rows.ts';
import { useViewportWidth } from './viewport.ts';

export type { GridColumn, GridProps } from './grid-types.ts';

export function Grid<Row>(props: GridProps<Row>) {
  const { total, rowHeight = 44 } = props;
  const { focus, setFocus, rest } = useRovingFocus(total);
  const { attach, indexes, first, last, measure, scrollTo, rowsPerPage } = useWindowedRows(
    total,
    rowHeight,
    focus.index,
  );
  const toggle = useRangeToggle(props);
  useShownRows(props, first, last);
  const onKeyDown = gridKeyHandler(focus, setFocus, {
    total,
    rowsPerPage,
    scrollTo,
    onOpen: (index) => {
      const row = props.rowAt(index);
      if (row !== undefined) props.onOpen?.(row);
    },
    onToggle: (index) => toggle(index, false),
  });
  return (
    <GridFrame props={props} onKeyDown={onKeyDown}>
      <div
        {...gridRoles.rowgroup}
        ref={attach}
        className="grid-body"
        onScroll={(event) => {
          measure();
          props.onScrolledToTop?.(event.currentTarget.scrollTop < 4);
        }}
      >
        {total > 0 ? (
          <div role="presentation" className="grid-canvas" style={{ height: total * rowHeight }}>
            {indexes.map((index) => (
              <GridRow
                key={index}
                grid={props}
                index={index}
                style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
                focused={index === focus.index}
                focusRequest={index === focus.index ? focus.request : 0}
                onRest={rest}
                onToggle={toggle}
              />
            ))}
          </div>
        ) : (
          <NoRows loading={props.loading === true} rowHeight={rowHeight}>
            {props.empty}
          </NoRows>
        )}
      </div>
    </GridFrame>
  );
}

function GridFrame<Row>({
  props,
  onKeyDown,
  children,
}: {
  readonly props: GridProps<Row>;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLDivElement>) => void;
  readonly children: ReactNode;
}) {
  const tracks = { '--cols': tracksOf(props, useViewportWidth()) } as CSSProperties;
  return (
    <div
      {...gridProps(props.label, props.total, props.selection !== undefined)}
      {...{ onKeyDown }}
      className={clsx('datagrid', props.className)}
      style={tracks}
    >
      <GridHead {...props} />
      {children}
    </div>
  );
}

function NoRows(props: {
  readonly loading: boolean;
  readonly rowHeight: number;
  readonly children: ReactNode;
}) {
  return (
    <div {...rowProps(0)}>
      <div {...gridRoles.cell}>
        {props.loading ? <Skeleton rowHeight={props.rowHeight} /> : props.children}
      </div>
    </div>
  );
}

/** With Shift, everything between the last row checked and this one. */
function useRangeToggle<Row>(props: GridProps<Row>): (index: number, range: boolean) => void {
  const anchor = useRef<number | null>(null);
  return (index, range) => {
    const { selection, rowAt, rowKey } = props;
    if (selection === undefined) return;
    const from = anchor.current;
    anchor.current = index;
    if (!range || from === null) {
      const row = rowAt(index);
      if (row !== undefined) selection.toggle(rowKey(row));
      return;
    }
    const keys: string[] = [];
    for (let each = Math.min(from, index); each <= Math.max(from, index); each += 1) {
      const row = rowAt(each);
      if (row !== undefined) keys.push(rowKey(row));
    }
    selection.add(keys);
  };
}

function useShownRows<Row>(props: GridProps<Row>, first: number, last: number): void {
  const { onShow } = props;
  useEffect(() => {
    onShow?.(first, last);
  }, [onShow, first, last]);
}

function shown<Row>(column: GridColumn<Row>, width: number): boolean {
  return !(column.wideOnly && width < 1100) && !(column.widestOnly && width < 1300);
}

function tracksOf<Row>(props: GridProps<Row>, width: number): string {
  const tracks = props.columns.filter((column) => shown(column, width)).map((column) => column.width);
  return [props.selection ? '16px' : null, ...tracks, props.actions ? '24px' : null]
    .filter(Boolean)
    .join(' ');
}
