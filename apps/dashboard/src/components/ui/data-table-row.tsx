import { memo } from 'react';
import { classNames } from '#/components/class-names.ts';
import { cellClass, type Column } from './data-table-columns.ts';
import { RowAction } from './data-table-row-action.tsx';
import type { RowActions } from './data-table-view.ts';
import { ROW_STOP } from './use-row-keys.ts';

interface DataTableRowProps<Row> extends RowActions<Row> {
  id: string;
  row: Row;
  columns: readonly Column<Row>[];
}

function TableRow<Row>({ id, row, columns, renderRowLink, onRowClick }: DataTableRowProps<Row>) {
  const pressable = renderRowLink !== undefined || onRowClick !== undefined;
  return (
    <tr className={classNames('group/row relative', pressable && 'transition-colors duration-75 hover:bg-hover/60')}>
      {columns.map((column, index) => (
        <td
          key={column.id}
          className={classNames(cellClass(column), 'h-9 border-b border-line py-1 [tr:last-child>&]:border-b-0')}
        >
          {index === 0 ? (
            <div {...{ [ROW_STOP]: id }} className="overflow-hidden text-ellipsis">
              <RowAction row={row} renderRowLink={renderRowLink} onRowClick={onRowClick}>
                {column.cell(row)}
              </RowAction>
            </div>
          ) : column.kind === 'actions' ? (
            <div className="relative z-1 -my-1 inline-flex items-center justify-end gap-1">{column.cell(row)}</div>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** A row of a table. It is drawn anew when it changes, not when others come after it. */
export const DataTableRow = memo(TableRow) as typeof TableRow;
