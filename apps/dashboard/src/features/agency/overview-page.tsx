import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Building2, Plus } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { formatNumber } from '#/format/number.ts';
import { zoneName } from '#/format/zone-days.ts';
import { useAccount } from '#/session/account.ts';
import { directionLabel } from '#/features/calls/call-labels.ts';
import { Breakdown } from './breakdown.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { unpricedQuery, usageBeforeQuery, usageQuery } from './overview-queries.ts';
import { PERIOD_LABELS, PERIODS, trendDays, type Period } from './period.ts';
import { TopSubAccounts } from './top-sub-accounts.tsx';
import { UsageTrend } from './usage-trend.tsx';

type Overview = Outputs['agency']['usage']['overview'];

const route = getRouteApi('/_app/agency/');
const PERIOD_OPTIONS = PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }));

/** How the agency is doing, over all its sub-accounts. */
export function AgencyOverviewPage() {
  const { period } = route.useSearch();
  const navigate = route.useNavigate();
  const overview = useQuery(trpc.agency.usage.overview.queryOptions());
  const isNew = overview.data?.total_sub_accounts === 0 && overview.data.total_calls === 0;
  return (
    <Page
      title="Overview"
      description={overview.data && !isNew ? inWords(overview.data) : 'Performance across all your sub-accounts.'}
      actions={
        !isNew && (
          <div className="w-40">
            <Select<Period>
              aria-label="Period"
              options={PERIOD_OPTIONS}
              value={period}
              onValueChange={(next) => void navigate({ search: { period: next }, replace: true })}
            />
          </div>
        )
      }
    >
      {isNew ? (
        <FirstSubAccount />
      ) : overview.error ? (
        <Card>
          <ErrorState message={toApiError(overview.error).message} onRetry={() => void overview.refetch()} />
        </Card>
      ) : (
        <Figures period={period} overview={overview.data} />
      )}
    </Page>
  );
}

function Figures({ period, overview }: { period: Period; overview: Overview | undefined }) {
  const { context } = useAccount();
  const usage = useQuery({ ...usageQuery(period), placeholderData: keepPreviousData });
  const before = useQuery(usageBeforeQuery(period));
  const unpriced = useQuery({ ...unpricedQuery(period), placeholderData: keepPreviousData }).data;
  const unpricedEver = useQuery(unpricedQuery('all')).data;
  const summary = usage.data?.summary;
  if (usage.error) {
    return (
      <Card>
        <ErrorState message={toApiError(usage.error).message} onRetry={() => void usage.refetch()} />
      </Card>
    );
  }
  return (
    <>
      <OverviewFigures
        now={summary}
        before={usage.isPlaceholderData ? undefined : before.data?.summary}
        unpriced={unpriced}
      />
      {overview ? (
        <UsageTrend
          days={overview.daily_trend.slice(-trendDays(period))}
          description={`Each of the last ${trendDays(period)} days. Time zone: ${zoneName(context.timezone)}.`}
          unpriced={unpriced}
        />
      ) : (
        <Skeleton className="h-80" />
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        <Breakdown
          by="provider"
          busy={usage.isPlaceholderData}
          rows={summary?.by_provider.map((row) => ({
            ...row,
            id: row.provider,
            name: row.provider_label,
            unpriced_calls: unpriced && (unpriced.by_provider.find((one) => one.provider === row.provider)?.calls ?? 0),
          }))}
        />
        <Breakdown
          by="direction"
          busy={usage.isPlaceholderData}
          rows={summary?.by_direction.map((row) => ({
            ...row,
            id: row.direction,
            name: directionLabel(row.direction),
            unpriced_calls:
              unpriced && (unpriced.by_direction.find((one) => one.direction === row.direction)?.calls ?? 0),
          }))}
        />
      </div>
      <TopSubAccounts tops={overview?.top_sub_accounts} unpriced={unpricedEver} />
    </>
  );
}

function FirstSubAccount() {
  const { isAdmin } = useAccount();
  return (
    <Card>
      <EmptyState
        icon={<Building2 />}
        title="Add your first sub-account"
        text="Each client gets its own account under your brand, with its own agents, numbers, and team. Their usage adds up here."
        action={
          isAdmin && (
            <Button variant="primary" asChild>
              <Link to="/agency/sub-accounts" search={{ create: true }}>
                <Plus />
                New sub-account
              </Link>
            </Button>
          )
        }
      />
    </Card>
  );
}

function inWords({ active_sub_accounts, suspended_sub_accounts, total_agents }: Overview): string {
  const count = (number: number, noun: string): string => `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
  const suspended = suspended_sub_accounts > 0 ? `, ${formatNumber(suspended_sub_accounts)} suspended` : '';
  return `${count(active_sub_accounts, 'active sub-account')}${suspended}, with ${count(total_agents, 'agent')}.`;
}
