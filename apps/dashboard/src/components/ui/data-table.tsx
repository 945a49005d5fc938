import { useTable } from '@tanstack/react-table';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useIsNarrow } from '#/components/use-media-query.ts';
import { Button } from './button.tsx';
import { DataTableCards } from './data-table-cards.tsx';
import { features, toTableColumns, type Column, type Sorting } from './data-table-columns.ts';
import { DataTableGrid } from './data-table-grid.tsx';
import type { RowActions } from './data-table-view.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';

export type { Column, Sorting } from './data-table-columns.ts';

interface DataTableProps<Row extends object> extends RowActions<Row> {
  /** What the rows are, for screen readers: "Calls". */
  label: string;
  /** Keep them outside the component, or in a memo. */
  columns: readonly Column<Row>[];
  /** Undefined while the first ones are loading. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** Other rows are on their way: those at hand are shown dimmed. */
  busy?: boolean;
  /** Shown in place of the rows. */
  error?: string | null;
  onRetry?: () => void;
  /** Shown when there are no rows: an {@link EmptyState}. */
  empty?: ReactNode;
  /** Leads back to the first page, for a page that lies behind the last; absent on the first. */
  onFirstPage?: () => void;
  /** How the server sorted. Without it the table sorts by itself, starting with `initialSorting`. */
  sorting?: Sorting | null;
  onSortingChange?: (sorting: Sorting | null) => void;
  initialSorting?: Sorting;
  /** Looks into a row, by its ID, without leaving the list ({@link PeekSheet}); makes the keys `j`, `k` and space work. */
  onPeek?: (id: string) => void;
  /** A phone's card, in place of the one made from the columns. */
  mobile?: (row: Row) => ReactNode;
  /** Above the rows, inside the card: search and filters. */
  toolbar?: ReactNode;
  /** Below the rows, inside the card: {@link Pagination}. */
  footer?: ReactNode;
  /** How many rows to draw while loading. */
  skeletonRows?: number;
  /** Without a border of its own, inside a card. */
  bare?: boolean;
  className?: string;
}

/** About as many as a screen shows. The others come right after them, so that these need not wait. */
const FIRST_ROWS = 24;

/** A list with columns. On a phone each row is a card. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, busy, error, onRetry, onFirstPage, toolbar, footer, skeletonRows = 6 } = props;
  const empty = onFirstPage ? <BehindTheLast onFirstPage={onFirstPage} /> : props.empty;
  const narrow = useIsNarrow();
  const [ownSorting, setOwnSorting] = useState<Sorting | null>(props.initialSorting ?? null);
  const manual = props.sorting !== undefined;
  const sorting = manual ? (props.sorting ?? null) : ownSorting;
  const sort = (next: Sorting | null): void => (manual ? props.onSortingChange?.(next) : setOwnSorting(next));

  const tableColumns = useMemo(() => toTableColumns(columns), [columns]);
  const data = useMemo(() => [...(rows ?? [])], [rows]);
  const table = useTable({
    features,
    columns: tableColumns,
    data,
    getRowId: rowId,
    manualSorting: manual,
    state: { sorting: sorting === null ? [] : [sorting] },
  });
  // Rows that are there from the start are drawn at once: somebody comes back to where they had scrolled.
  const drawn = Math.max(FIRST_ROWS, useDeferredValue(data.length));
  const visible = table.getRowModel().rows.slice(0, drawn);
  const view = {
    label,
    columns,
    rows: visible.map((row) => ({ id: row.id, row: row.original })),
    loading: rows === undefined,
    skeletonRows,
    renderRowLink: props.renderRowLink,
    onRowClick: props.onRowClick,
    onPeek: props.onPeek,
  };

  return (
    <div
      className={classNames(
        'min-w-0 overflow-clip',
        !props.bare && 'rounded-lg border border-line bg-surface',
        props.className,
      )}
    >
      {toolbar !== undefined && <div className="border-b border-line p-3">{toolbar}</div>}
      <div aria-busy={busy || rows === undefined} className={classNames('transition-opacity', busy && 'opacity-60')}>
        {error ? (
          <ErrorState message={error} onRetry={onRetry} />
        ) : rows?.length === 0 ? (
          (empty ?? <EmptyState title="Nothing here yet" />)
        ) : narrow ? (
          <DataTableCards {...view} mobile={props.mobile} />
        ) : (
          <DataTableGrid {...view} sorting={sorting} onSort={sort} />
        )}
      </div>
      {Boolean(footer) && !error && rows?.length !== 0 && (
        <div className="sticky bottom-0 z-2 border-t border-line bg-surface px-4 py-1.5">{footer}</div>
      )}
    </div>
  );
}

/** Rows were deleted meanwhile, or an address was changed by hand. */
function BehindTheLast({ onFirstPage }: { onFirstPage: () => void }) {
  return (
    <EmptyState
      title="Nothing on this page"
      text="The list has gotten shorter."
      action={<Button onClick={onFirstPage}>Go to first page</Button>}
    />
  );
}
