import { Link } from '@tanstack/react-router';
import type { Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { KnownMoney } from './known-money.tsx';
import { unpricedOf, type Unpriced } from './margin.ts';

type Top = Outputs['agency']['usage']['overview']['top_sub_accounts'][number];
type Row = Top & { unpriced: number | undefined };

const COLUMNS: Column<Row>[] = [
  { id: 'name', header: 'Client', className: 'max-w-80 truncate', cell: ({ name }) => name },
  { id: 'calls', header: 'Calls', align: 'end', cell: ({ calls }) => formatNumber(calls) },
  { id: 'minutes', header: 'Minutes', align: 'end', cell: ({ minutes }) => formatNumber(minutes) },
  { id: 'booked', header: 'Booked', align: 'end', cell: (top) => formatPercent(top.conversion_rate / 100) },
  { id: 'revenue', header: 'Revenue', align: 'end', cell: (top) => formatMoneyCents(top.revenue_cents) },
  {
    id: 'margin',
    header: 'Margin',
    align: 'end',
    cell: (top) => <KnownMoney cents={top.margin_cents} calls={top.calls} unpriced={top.unpriced} />,
  },
];

interface TopSubAccountsProps {
  tops: readonly Top[] | undefined;
  /** Of all time. */
  unpriced: Unpriced | undefined;
}

/** Those that brought the most, of all time. */
export function TopSubAccounts({ tops, unpriced }: TopSubAccountsProps) {
  const rows = tops?.map((top) => ({ ...top, unpriced: unpricedOf(unpriced, top.id) }));
  return (
    <Card>
      <CardHeader
        title="Top clients"
        description="By revenue, all time."
        actions={
          <Button size="sm" asChild>
            <Link to="/clients">All clients</Link>
          </Button>
        }
      />
      <DataTable
        bare
        label="Top clients"
        columns={COLUMNS}
        rows={rows}
        rowId={({ id }) => id}
        skeletonRows={5}
        renderRowLink={({ id }, link) => <Link to="/clients/$subAccountId" params={{ subAccountId: id }} {...link} />}
        empty={<EmptyState title="No calls yet" text="Your clients’ first call will appear here." className="py-8" />}
      />
    </Card>
  );
}
