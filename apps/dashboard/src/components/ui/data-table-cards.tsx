import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { mobilePlace, type Column } from './data-table-columns.ts';
import { RowAction } from './data-table-row-action.tsx';
import type { DataTableView } from './data-table-view.ts';
import { Skeleton } from './skeleton.tsx';

interface DataTableCardsProps<Row> extends DataTableView<Row> {
  mobile?: (row: Row) => ReactNode;
}

/** The rows one below the other, for phones. */
export function DataTableCards<Row>({
  label,
  columns,
  rows,
  loading,
  skeletonRows,
  mobile,
  onPeek: _onPeek,
  ...actions
}: DataTableCardsProps<Row>) {
  const at = (place: NonNullable<Column<Row>['mobile']>): Column<Row>[] =>
    columns.filter((column, index) => mobilePlace(column, index) === place);
  const titles = at('title');
  const asides = at('aside');
  const lines = at('line');
  const pressable = actions.renderRowLink !== undefined || actions.onRowClick !== undefined;

  if (loading) {
    return (
      <div role="status" className="divide-y divide-line">
        <span className="sr-only">Loading</span>
        {Array.from({ length: skeletonRows }, (_, index) => (
          <div key={index} className="grid gap-2.5 p-4">
            <Skeleton className="w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        ))}
      </div>
    );
  }
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {rows.map(({ id, row }) => (
        <li key={id} className={classNames('relative p-4', pressable && 'active:bg-hover')}>
          {mobile !== undefined ? (
            <RowAction row={row} {...actions}>
              {mobile(row)}
            </RowAction>
          ) : (
            <>
              <div className="flex min-h-6 items-start justify-between gap-3">
                <div className="min-w-0 flex-1 text-sm break-words">
                  <RowAction row={row} {...actions}>
                    {titles.map((column) => (
                      <span key={column.id} className="block">
                        {column.cell(row)}
                      </span>
                    ))}
                  </RowAction>
                </div>
                <div className="flex shrink-0 items-center gap-1">
                  {asides.map((column) => (
                    <div
                      key={column.id}
                      className={classNames(column.kind === 'actions' && 'relative z-1 -my-2.5 -mr-2 flex')}
                    >
                      {column.cell(row)}
                    </div>
                  ))}
                </div>
              </div>
              {lines.length > 0 && (
                <dl className="mt-2 grid grid-cols-[minmax(5.5rem,auto)_1fr] gap-x-4 gap-y-1 text-[13px]">
                  {lines.map((column) => (
                    <div key={column.id} className="col-span-2 grid grid-cols-subgrid items-baseline">
                      <dt className="text-muted">{column.header}</dt>
                      <dd className="min-w-0 justify-self-end text-right break-words tabular-nums">
                        {column.cell(row)}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
