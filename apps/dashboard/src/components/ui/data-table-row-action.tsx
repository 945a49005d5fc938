import type { ReactNode } from 'react';
import type { RowActions } from './data-table-view.ts';

interface RowActionProps<Row> extends RowActions<Row> {
  row: Row;
  children: ReactNode;
}

// The link or button lies over the whole row, so that the row has one tab stop, and can be opened in a new tab.
const stretched =
  'text-left font-medium text-ink outline-none after:absolute after:inset-0 after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-brand-text';

/** The content of a row's first cell, made into what the row does when it is pressed. */
export function RowAction<Row>({ row, renderRowLink, onRowClick, children }: RowActionProps<Row>) {
  if (renderRowLink !== undefined) return renderRowLink(row, { className: stretched, children });
  if (onRowClick !== undefined) {
    return (
      <button type="button" className={stretched} onClick={() => onRowClick(row)}>
        {children}
      </button>
    );
  }
  return <div className="font-medium">{children}</div>;
}
