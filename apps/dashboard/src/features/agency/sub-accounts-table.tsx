import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataTable, type Column, type Sorting } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber } from '#/format/number.ts';
import { StatusBadge } from './status-badge.tsx';
import { statusOf, type SubAccount } from './sub-account-status.ts';

const COLUMNS: Column<SubAccount>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    className: 'max-w-72',
    cell: ({ name }) => <span className="sm:block sm:truncate">{name}</span>,
  },
  {
    id: 'admin',
    header: 'Administrator',
    wide: true,
    mobile: 'hidden',
    className: 'max-w-56 truncate',
    cell: ({ admin_name, admin_email }) => (
      <span className="text-muted">{admin_name || admin_email || 'None yet'}</span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    mobile: 'aside',
    cell: (account) => <StatusBadge status={statusOf(account)} />,
  },
  {
    id: 'rate',
    header: 'Rate / min',
    align: 'end',
    sortable: true,
    cell: (account) => formatMoneyCents(account.per_minute_rate_cents),
  },
  {
    id: 'agents',
    header: 'Agents',
    mobile: 'hidden',
    align: 'end',
    sortable: true,
    cell: (account) => formatNumber(account.agents_count),
  },
  {
    id: 'calls',
    header: 'Calls',
    align: 'end',
    sortable: true,
    cell: (account) => formatNumber(account.total_calls),
  },
  {
    id: 'minutes',
    header: 'Minutes',
    align: 'end',
    sortable: true,
    cell: (account) => formatNumber(account.total_minutes),
  },
  {
    id: 'created',
    header: 'Created',
    sortable: true,
    wide: true,
    mobile: 'hidden',
    cell: (account) => <Time value={account.created_at} format="day" className="text-muted" />,
  },
];

interface SubAccountsTableProps {
  rows: readonly SubAccount[] | undefined;
  busy: boolean;
  sorting: Sorting;
  onSortingChange: (sorting: Sorting | null) => void;
  error: string | null;
  onRetry: () => void;
  toolbar?: ReactNode;
  footer: ReactNode;
  onFirstPage?: () => void;
  empty: ReactNode;
}

export function SubAccountsTable(props: SubAccountsTableProps) {
  return (
    <DataTable
      label="Clients"
      columns={COLUMNS}
      rowId={({ id }) => id}
      renderRowLink={({ id }, link) => <Link to="/clients/$subAccountId" params={{ subAccountId: id }} {...link} />}
      {...props}
    />
  );
}
