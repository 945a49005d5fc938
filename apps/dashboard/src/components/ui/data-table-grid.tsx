import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useRef } from 'react';
import { classNames } from '#/components/class-names.ts';
import { cellClass, type Column, type Sorting } from './data-table-columns.ts';
import { DataTableRow } from './data-table-row.tsx';
import type { DataTableView } from './data-table-view.ts';
import { Skeleton } from './skeleton.tsx';
import { useOverflows } from './use-overflows.ts';
import { useRowKeys } from './use-row-keys.ts';

interface DataTableGridProps<Row> extends DataTableView<Row> {
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
}

/** The rows as a table, for screens with room for columns. */
export function DataTableGrid<Row>({
  label,
  columns,
  rows,
  loading,
  skeletonRows,
  sorting,
  onSort,
  onPeek,
  ...actions
}: DataTableGridProps<Row>) {
  const [frame, overflows] = useOverflows();
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, onPeek);
  const pressable = actions.renderRowLink !== undefined || actions.onRowClick !== undefined;
  return (
    <section
      ref={frame}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without links in the rows the keyboard needs a way to scroll
      tabIndex={overflows && !pressable ? 0 : undefined}
      // The page scrolls, and the columns' names stay below its bar. Only a table that is too wide scrolls by itself.
      className={classNames('@container focus-visible:-outline-offset-2', overflows && 'overflow-x-auto')}
    >
      <table aria-label={label} className="w-full border-separate border-spacing-0 text-[13px]">
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sorting={sorting} onSort={onSort} sticky={!overflows} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {loading
            ? Array.from({ length: skeletonRows }, (_, index) => (
                <tr key={index}>
                  {columns.map((column, place) => (
                    <td
                      key={column.id}
                      className={classNames(cellClass(column), 'h-9 border-b border-line [tr:last-child>&]:border-b-0')}
                    >
                      <Skeleton
                        className={classNames(
                          'inline-block h-3.5 align-middle',
                          place === 0 ? 'w-32' : column.kind === 'actions' ? 'w-5' : 'w-16',
                        )}
                      />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map(({ id, row }) => <DataTableRow key={id} id={id} row={row} columns={columns} {...actions} />)}
        </tbody>
      </table>
      {loading && (
        <p role="status" className="sr-only">
          Loading
        </p>
      )}
    </section>
  );
}

interface HeaderCellProps<Row> {
  column: Column<Row>;
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
  /** Stays below the page's bar; inside a table that scrolls by itself it would cover the rows. */
  sticky: boolean;
}

function HeaderCell<Row>({ column, sorting, onSort, sticky }: HeaderCellProps<Row>) {
  const look = classNames(
    cellClass({ ...column, className: undefined }),
    'h-9 border-b border-line bg-surface text-left text-xs font-medium text-muted',
    sticky && 'sticky top-(--covered) z-2',
    column.align === 'end' && 'text-right',
  );
  const content = column.kind === 'actions' ? <span className="sr-only">{column.header}</span> : column.header;
  if (column.sortBy === undefined && column.sortable !== true) {
    return (
      <th scope="col" className={look}>
        {content}
      </th>
    );
  }
  const direction = sorting?.id === column.id ? (sorting.desc ? 'descending' : 'ascending') : undefined;
  const Icon = direction === undefined ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown;
  // Up, down, then back to the order the rows came in.
  const next =
    direction === undefined
      ? { id: column.id, desc: false }
      : direction === 'ascending'
        ? { id: column.id, desc: true }
        : null;
  return (
    <th scope="col" aria-sort={direction} className={look}>
      <button
        type="button"
        onClick={() => onSort(next)}
        className={classNames(
          'group/sort -mx-1.5 inline-flex h-7 items-center gap-1 rounded-sm px-1.5 hover:text-ink focus-visible:-outline-offset-1',
          direction !== undefined && 'text-ink',
          column.align === 'end' && 'flex-row-reverse',
        )}
      >
        {content}
        <Icon
          aria-hidden
          className={classNames(
            'size-3.5',
            direction === undefined && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
          )}
        />
      </button>
    </th>
  );
}
