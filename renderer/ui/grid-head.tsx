/** The head of a grid: select all, sorting columns with aria-sort, and an empty header over ⋯. */
import clsx from 'clsx';
import { gridRoles, headerProps, rowProps } from './aria-grid.ts';
import { Checkbox } from './checkbox.tsx';
import type { GridColumn, GridProps, GridSort } from './grid-types.ts';
import { Icon } from './icon.tsx';

export function GridHead<Row>(props: GridProps<Row>) {
  const { selection, columns, total, sort, headAside } = props;
  return (
    <div {...gridRoles.rowgroup} className="flex-none">
      <div {...rowProps(-1)} className="grid-head">
        {selection && (
          <span {...gridRoles.columnheader}>
            <Checkbox
              label="Select all"
              disabled={total === 0}
              checked={selection.size > 0 && selection.size >= total}
              mixed={selection.size > 0 && selection.size < total}
              onChange={() => (selection.size > 0 ? selection.clear() : selection.onAll())}
            />
          </span>
        )}
        {columns.map((column) => (
          <HeadCell
            key={column.key}
            column={column}
            sort={sort}
            aside={headAside?.column === column.key ? headAside.node : null}
          />
        ))}
        {props.actions && (
          <span {...gridRoles.columnheader}>
            <span className="sr-only">Actions</span>
          </span>
        )}
      </div>
    </div>
  );
}

function HeadCell<Row>(props: {
  readonly column: GridColumn<Row>;
  readonly sort: GridSort | undefined;
  readonly aside: React.ReactNode;
}) {
  const { column, sort, aside } = props;
  const by = column.sortBy;
  const sorted = sort !== undefined && by !== undefined && sort.by === by;
  return (
    <span
      {...headerProps(sorted ? (sort.descending ? 'descending' : 'ascending') : undefined)}
      className={clsx(
        column.align,
        column.wideOnly && 'narrow-hide',
        column.widestOnly && 'medium-hide',
        sorted && 'sorted',
        'ellipsis',
      )}
    >
      {sort && by !== undefined ? (
        <button type="button" onClick={() => sort.onSort(by, sorted ? !sort.descending : false)}>
          {column.header}
          {sorted && <Icon name={sort.descending ? 'down' : 'up'} small />}
        </button>
      ) : column.quietHeader ? (
        <span className="sr-only">{column.header}</span>
      ) : (
        column.header
      )}
      {aside}
    </span>
  );
}
