import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber } from '#/format/number.ts';
import { KnownMoney } from './known-money.tsx';

export interface BreakdownRow {
  id: string;
  name: string;
  calls: number;
  minutes: number;
  revenue_cents: number;
  margin_cents: number;
  /** Those of the calls without a known cost; undefined: nobody can say. */
  unpriced_calls: number | undefined;
}

const columnsOf = (header: string): Column<BreakdownRow>[] => [
  { id: 'name', header, sortBy: ({ name }) => name, cell: ({ name }) => name },
  { id: 'calls', header: 'Calls', align: 'end', sortBy: (row) => row.calls, cell: (row) => formatNumber(row.calls) },
  {
    id: 'minutes',
    header: 'Minutes',
    align: 'end',
    mobile: 'hidden',
    sortBy: (row) => row.minutes,
    cell: (row) => formatNumber(row.minutes),
  },
  {
    id: 'revenue',
    header: 'Revenue',
    align: 'end',
    sortBy: (row) => row.revenue_cents,
    cell: (row) => formatMoneyCents(row.revenue_cents),
  },
  {
    id: 'margin',
    header: 'Margin',
    align: 'end',
    sortBy: (row) => row.margin_cents,
    cell: (row) => <KnownMoney cents={row.margin_cents} calls={row.calls} unpriced={row.unpriced_calls} />,
  },
];
const BY_PROVIDER = columnsOf('Provider');
const BY_DIRECTION = columnsOf('Direction');

interface BreakdownProps {
  by: 'provider' | 'direction';
  rows: readonly BreakdownRow[] | undefined;
  busy?: boolean;
}

/** What calls came to, by what carried them or which way they went. */
export function Breakdown({ by, rows, busy }: BreakdownProps) {
  return (
    <Card>
      <CardHeader title={by === 'provider' ? 'By voice provider' : 'By direction'} />
      <DataTable
        bare
        label={by === 'provider' ? 'Usage by voice provider' : 'Usage by direction'}
        columns={by === 'provider' ? BY_PROVIDER : BY_DIRECTION}
        rows={rows}
        rowId={({ id }) => id}
        busy={busy}
        skeletonRows={3}
        empty={<EmptyState title="No calls in this period" className="py-8" />}
      />
    </Card>
  );
}
