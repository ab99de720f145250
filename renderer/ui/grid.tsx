/**
 * The grid of every list: virtualised rows over a window of pages, one tab stop, sort and selection announced.
 * It holds no rows; it asks for them by index and says which are on screen.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { type CSSProperties, useEffect, useRef } from 'react';
import { gridRoles } from './aria-grid.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import type { GridColumn, GridProps } from './grid-types.ts';
import { Skeleton } from './notices.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import { useViewportWidth } from './viewport.ts';

export type { GridColumn, GridProps, GridSelection, GridSort } from './grid-types.ts';

export function Grid<Row>(props: GridProps<Row>) {
  const { total, rowHeight = 44 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useViewportWidth();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: (range) => {
      const first = Math.max(0, range.startIndex - range.overscan);
      const last = Math.min(range.count - 1, range.endIndex + range.overscan);
      const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
      // The focused row stays in the page wherever one scrolls, so that the focus is never lost.
      return keys.focused < total && !indexes.includes(keys.focused) ? [...indexes, keys.focused] : indexes;
    },
  });
  const toggle = useRangeToggle(props);
  const keys = useGridKeys({
    total,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
    onOpen: (index) => {
      const row = props.rowAt(index);
      if (row !== undefined) props.onOpen?.(row);
    },
    onToggle: (index) => toggle(index, false),
  });
  const rows = virtual.getVirtualItems();
  useShownRows(props, virtual.range?.startIndex ?? 0, virtual.range?.endIndex ?? 0);
  const tracks = { '--cols': tracksOf(props, width) } as CSSProperties;
  return (
    <div
      {...gridRoles.grid}
      className={clsx('datagrid', props.className)}
      style={tracks}
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={props.selection ? true : undefined}
      onKeyDown={keys.onKeyDown}
    >
      <GridHead {...props} />
      <div
        {...gridRoles.rowgroup}
        ref={scroller}
        className="grid-body"
        onScroll={(event) => props.onScrolledToTop?.(event.currentTarget.scrollTop < 4)}
      >
        {total > 0 ? (
          <div {...gridRoles.rowgroup} className="grid-canvas" style={{ height: virtual.getTotalSize() }}>
            {rows.map((item) => (
              <GridRow
                key={item.index}
                grid={props}
                index={item.index}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
                focused={item.index === keys.focused}
                takeFocus={keys.takesFocus(item.index)}
                onFocused={(index) => {
                  keys.focusDone();
                  keys.setFocused(index);
                }}
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
    </div>
  );
}

function NoRows(props: {
  readonly loading: boolean;
  readonly rowHeight: number;
  readonly children: React.ReactNode;
}) {
  return (
    <div {...gridRoles.row} aria-rowindex={2}>
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
