import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { StatCard } from '#/components/ui/stat-card.tsx';
import type { Outputs } from '#/api/trpc.ts';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { KnownMoney } from '#/features/agency/known-money.tsx';
import { unpricedOf, type Unpriced } from '#/features/agency/margin.ts';
import { unpricedQuery } from '#/features/agency/overview-queries.ts';
import { useAccount } from '#/session/account.ts';
import { AgencySetup } from './agency-setup.tsx';
import { TrialBanner } from './trial-banner.tsx';

type Overview = Outputs['agency']['usage']['overview'];
type Client = Overview['top_sub_accounts'][number] & { unpriced: number | undefined };

const COLUMNS: Column<Client>[] = [
  { id: 'name', header: 'Sub-account', className: 'max-w-64 truncate', cell: ({ name }) => name },
  { id: 'calls', header: 'Calls', align: 'end', cell: ({ calls }) => formatNumber(calls) },
  { id: 'minutes', header: 'Minutes', align: 'end', cell: ({ minutes }) => formatNumber(minutes) },
  { id: 'revenue', header: 'Revenue', align: 'end', cell: (client) => formatMoneyCents(client.revenue_cents) },
  {
    id: 'margin',
    header: 'Margin',
    align: 'end',
    cell: (client) => <KnownMoney cents={client.margin_cents} calls={client.calls} unpriced={client.unpriced} />,
  },
];

/** The first page of an agency's own account: how all its clients do, in short. */
export default function AgencyHome() {
  const { tenant } = useAccount();
  const { data, error, refetch, isPending } = useQuery(trpc.agency.usage.overview.queryOptions());
  const unpriced = useQuery(unpricedQuery('all')).data;
  const isNew = data?.total_sub_accounts === 0;
  return (
    <Page
      title={isNew ? `Welcome, ${tenant.name}` : tenant.name}
      description={
        isNew
          ? 'In a few steps, your clients will have their own agents under your brand.'
          : 'How your clients’ agents are doing.'
      }
      actions={
        !isNew && (
          <Button asChild>
            <Link to="/agency">
              Overview
              <ArrowRight />
            </Link>
          </Button>
        )
      }
    >
      <TrialBanner />
      <AgencySetup />
      {error && (
        <Card>
          <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} />
        </Card>
      )}
      {!isNew && !error && (
        <>
          <AgencyFigures overview={data} unpriced={unpriced} loading={isPending} />
          <Card>
            <CardHeader title="Busiest sub-accounts" />
            <DataTable
              bare
              label="Busiest sub-accounts"
              columns={COLUMNS}
              rows={data?.top_sub_accounts.map((client) => ({ ...client, unpriced: unpricedOf(unpriced, client.id) }))}
              rowId={({ id }) => id}
              skeletonRows={4}
              renderRowLink={({ id }, link) => (
                <Link to="/agency/sub-accounts/$subAccountId" params={{ subAccountId: id }} {...link} />
              )}
              empty={<EmptyState title="No calls yet" text="Your clients’ first call will appear here." />}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

interface AgencyFiguresProps {
  overview: Overview | undefined;
  unpriced: Unpriced | undefined;
  loading: boolean;
}

function AgencyFigures({ overview, unpriced, loading }: AgencyFiguresProps) {
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <StatCard
        label="Sub-accounts"
        loading={loading}
        value={formatNumber(overview?.active_sub_accounts)}
        hint={overview && `${formatNumber(overview.total_agents)} agents`}
      />
      <StatCard
        label="Calls"
        loading={loading}
        value={formatNumber(overview?.total_calls)}
        hint={overview && `${formatPercent(overview.conversion_rate / 100)} booked an appointment`}
      />
      <StatCard label="Minutes" loading={loading} value={formatNumber(overview?.total_minutes)} />
      <StatCard
        label="Margin"
        loading={loading}
        value={
          overview && (
            <KnownMoney cents={overview.total_margin_cents} calls={overview.total_calls} unpriced={unpriced?.calls} />
          )
        }
        hint={overview && `of ${formatMoneyCents(overview.total_revenue_cents)} revenue`}
      />
    </div>
  );
}
