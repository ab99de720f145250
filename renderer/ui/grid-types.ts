/** What a grid is told: its columns, its rows by index, and what a person may do with them. */
import type { ReactNode } from 'react';
import type { MenuAction } from './menu.tsx';

export interface GridColumn<Row> {
  readonly key: string;
  readonly header: string;
  /** Said to a screen reader, not shown: the column explains itself. */
  readonly quietHeader?: boolean;
  /** A CSS grid track: `minmax(146px, 1fr)`, `80px`. */
  readonly width: string;
  readonly align?: 'right';
  /** Leaves the grid under 1,100 px. */
  readonly wideOnly?: boolean;
  /** Leaves the grid under 1,300 px. */
  readonly widestOnly?: boolean;
  /** Where given, the header sorts by this name. */
  readonly sortBy?: string;
  readonly cell: (row: Row) => ReactNode;
}

export interface GridSort {
  readonly by: string;
  readonly descending: boolean;
  readonly onSort: (by: string, descending: boolean) => void;
}

export interface GridSelection {
  readonly size: number;
  has(key: string): boolean;
  toggle(key: string): void;
  add(keys: Iterable<string>): void;
  clear(): void;
  /** Checks every row that matches, shown or not. */
  readonly onAll: () => void;
}

export interface GridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowKey: (row: Row) => string;
  /** Names a row to those who cannot see it: "Ana Ruiz". */
  readonly rowName: (row: Row) => string;
  readonly rowHeight?: 28 | 36 | 44;
  /** Told whenever other rows come on screen. */
  readonly onShow?: (first: number, last: number) => void;
  readonly sort?: GridSort;
  readonly selection?: GridSelection;
  readonly openKey?: string | null;
  readonly onOpen?: (row: Row) => void;
  readonly actions?: (row: Row) => readonly MenuAction[];
  /** Beside a header: "12 new ↑". */
  readonly headAside?: { readonly column: string; readonly node: ReactNode };
  readonly loading?: boolean;
  readonly empty?: ReactNode;
  readonly onScrolledToTop?: (atTop: boolean) => void;
  readonly className?: string;
}
