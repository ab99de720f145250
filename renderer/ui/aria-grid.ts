/**
 * Roles of an ARIA grid, to be spread onto the elements that virtualisation positions one by one: a <table> cannot
 * leave out the rows that are off screen.
 */
export const gridRoles = {
  grid: { role: 'grid' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const;
