/** One row of a grid: check, cells, ⋯. A row that is not read yet is a grey bar of the same height. */
import clsx from 'clsx';
import { type CSSProperties, type FocusEvent, type MouseEvent, useEffect, useRef } from 'react';
import { gridRoles, rowProps } from './aria-grid.ts';
import { IconButton } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import type { GridProps } from './grid-types.ts';
import { Menu } from './menu.tsx';

export interface GridRowProps<Row> {
  readonly grid: GridProps<Row>;
  readonly index: number;
  readonly style: CSSProperties;
  readonly focused: boolean;
  /** Above 0: the keyboard moved here, and the row takes the focus. */
  readonly focusRequest: number;
  /** The focus came or went by other means. */
  readonly onRest: (index: number) => void;
  readonly onToggle: (index: number, range: boolean) => void;
}

export function GridRow<Row>(props: GridRowProps<Row>) {
  const { grid, index, style, focused, focusRequest, onRest, onToggle } = props;
  const element = useRef<HTMLDivElement>(null);
  const row = grid.rowAt(index);
  useEffect(() => {
    if (focusRequest > 0) element.current?.focus({ preventScroll: true });
  }, [focusRequest]);
  const key = row === undefined ? null : grid.rowKey(row);
  const selected = key !== null && grid.selection?.has(key) === true;
  const handlers = {
    onFocus: (event: FocusEvent) => {
      if (!focused || event.target !== event.currentTarget) onRest(index);
    },
    onBlur: () => {
      if (focusRequest > 0) onRest(index);
    },
    onClick: (event: MouseEvent) => {
      if (row !== undefined && !isControl(event.target)) grid.onOpen?.(row);
    },
  };
  return (
    <div
      {...handlers}
      {...rowProps(index, grid.selection ? selected : undefined)}
      ref={element}
      className={clsx('row', grid.onOpen && 'open-able')}
      style={style}
      data-selected={selected || undefined}
      data-open={(key !== null && key === grid.openKey) || undefined}
      tabIndex={focused ? 0 : -1}
    >
      {row === undefined ? (
        <span {...gridRoles.cell} className="col-span-full">
          <span className="bar-skeleton late w-1/2" />
        </span>
      ) : (
        <RowCells grid={grid} row={row} selected={selected} onToggle={(range) => onToggle(index, range)} />
      )}
    </div>
  );
}

function RowCells<Row>(props: {
  readonly grid: GridProps<Row>;
  readonly row: Row;
  readonly selected: boolean;
  readonly onToggle: (range: boolean) => void;
}) {
  const { grid, row, selected, onToggle } = props;
  const name = grid.rowName(row);
  return (
    <>
      {grid.selection && (
        <span {...gridRoles.cell}>
          <Checkbox
            label={`Select ${name}`}
            checked={selected}
            outOfTabOrder
            onChange={(_checked, event) => onToggle(event.shiftKey)}
          />
        </span>
      )}
      {grid.columns.map((column) => (
        <span
          {...gridRoles.cell}
          key={column.key}
          className={clsx(
            column.align,
            column.wideOnly && 'narrow-hide',
            column.widestOnly && 'medium-hide',
            'ellipsis',
          )}
        >
          {column.cell(row)}
        </span>
      ))}
      {grid.actions && (
        <span {...gridRoles.cell} className="row-actions">
          <Menu
            align="end"
            trigger={<IconButton icon="dots" label={`Actions for ${name}`} small />}
            actions={grid.actions(row)}
          />
        </span>
      )}
    </>
  );
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, label, [role="menuitem"]') !== null;
}
