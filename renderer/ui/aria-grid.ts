/**
 * Roles of an ARIA grid, to be spread onto the elements that virtualisation positions one by one: a <table> cannot
 * leave out the rows that are off screen.
 */
export const gridRoles = {
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const;

/** @param rows without the head; rows that are not in the page count too. */
export function gridProps(label: string, rows: number, selectable: boolean) {
  return {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': rows + 1,
    'aria-multiselectable': selectable ? true : undefined,
  } as const;
}

/** @param index 0-based, without the head; the head is -1. */
export function rowProps(index: number, selected?: boolean) {
  return { role: 'row', 'aria-rowindex': index + 2, 'aria-selected': selected } as const;
}

export function headerProps(sorted: 'ascending' | 'descending' | undefined) {
  return { role: 'columnheader', 'aria-sort': sorted } as const;
}
