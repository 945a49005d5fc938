import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type Row as TableRow,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

/** What a cell sorts by. Nothing (null, undefined) always comes last. */
export type SortValue = string | number | boolean | Date | null | undefined;

export interface Column<Row> {
  /** Unique in the table; the name in {@link Sorting}. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Makes the header a button that sorts the rows at hand. */
  sortBy?: (row: Row) => SortValue;
  /** Makes the header a button where the server sorts (`sorting` and `onSortingChange` are given). */
  sortable?: boolean;
  /** `end` for numbers. */
  align?: 'start' | 'end';
  /** `actions`: buttons and menus, which stay clickable above the row's link; the header is for screen readers only. */
  kind?: 'data' | 'actions';
  /** Place on a phone's card. The first column is the `title`, `actions` and others marked so are at its right, the rest are lines. */
  mobile?: 'title' | 'aside' | 'line' | 'hidden';
  /** Left out of tables under 896 px, or (`xl`) 1024 px: what matters less, and a row's own page says too. */
  wide?: boolean | 'xl';
  /** Classes for the cells: a width, `whitespace-normal`. */
  className?: string;
}

export interface Sorting {
  id: string;
  desc: boolean;
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: {} as { column: Column<never> },
});

export type Features = typeof features;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const compare = (first: unknown, second: unknown): number => {
  if (typeof first === 'string' && typeof second === 'string') return collator.compare(first, second);
  return Number(first) - Number(second);
};

/** Our columns as TanStack Table's. */
export const toTableColumns = <Row extends object>(columns: readonly Column<Row>[]) => {
  const helper = createColumnHelper<Features, Row>();
  return helper.columns(
    columns.map((column) =>
      helper.accessor((row) => column.sortBy?.(row) ?? undefined, {
        id: column.id,
        header: column.header,
        enableSorting: column.sortBy !== undefined || column.sortable === true,
        sortUndefined: 'last',
        sortFn: (first: TableRow<Features, Row>, second: TableRow<Features, Row>, id: string) =>
          compare(first.getValue(id), second.getValue(id)),
      }),
    ),
  );
};

/** Where a column stands on a phone's card. */
export const mobilePlace = <Row>(column: Column<Row>, index: number): NonNullable<Column<Row>['mobile']> =>
  column.mobile ?? (column.kind === 'actions' ? 'aside' : index === 0 ? 'title' : 'line');

/** What the cells of a column look like. */
export const cellClass = (column: {
  align?: 'start' | 'end';
  kind?: string;
  wide?: boolean | 'xl' | undefined;
  className?: string | undefined;
}): string =>
  classNames(
    'px-2 whitespace-nowrap first:pl-4 last:pr-4 @4xl:px-3',
    column.align === 'end' && 'text-right tabular-nums',
    column.kind === 'actions' && 'w-px text-right',
    column.wide && (column.wide === 'xl' ? '@max-5xl:hidden' : '@max-4xl:hidden'),
    column.className,
  );
