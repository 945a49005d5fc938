import type { ReactNode } from 'react';
import type { Column } from './data-table-columns.ts';

/** What a row's link must be given: `<Link to="/calls/$id" params={{ id: row.id }} {...link} />`. */
export interface RowLink {
  className: string;
  children: ReactNode;
}

export interface RowActions<Row> {
  /** Makes the whole row lead somewhere; the first column's content becomes the link's text. */
  renderRowLink?: (row: Row, link: RowLink) => ReactNode;
  /** Makes the whole row a button where there is no page to go to. */
  onRowClick?: (row: Row) => void;
}

/** What every way to draw the rows is given. */
export interface DataTableView<Row> extends RowActions<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: { id: string; row: Row }[];
  loading: boolean;
  skeletonRows: number;
  /** Looks into a row, by its ID, without leaving the list; makes the keys `j`, `k` and space work. */
  onPeek?: (id: string) => void;
}
