import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Card } from '#/components/ui/card.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { formatNumber } from '#/format/number.ts';
import { zoneName } from '#/format/zone-days.ts';
import { useAccount } from '#/session/account.ts';
import { AgencySetup } from './agency-setup.tsx';
import { TrialBanner } from './trial-banner.tsx';
import { directionLabel } from '#/features/calls/call-labels.ts';
import { Breakdown } from '#/features/agency/breakdown.tsx';
import { OverviewFigures } from '#/features/agency/overview-figures.tsx';
import { unpricedQuery, usageBeforeQuery, usageQuery } from '#/features/agency/overview-queries.ts';
import { PERIOD_LABELS, PERIODS, trendDays, type Period } from '#/features/agency/period.ts';
import { TopSubAccounts } from '#/features/agency/top-sub-accounts.tsx';
import { UsageTrend } from '#/features/agency/usage-trend.tsx';

type Overview = Outputs['agency']['usage']['overview'];

const route = getRouteApi('/_app/');
const PERIOD_OPTIONS = PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }));

/** The first page of an agency's own account: what is left to set up, then how all its clients do. */
export default function AgencyHome() {
  const { tenant } = useAccount();
  const { period } = route.useSearch();
  const navigate = route.useNavigate();
  const overview = useQuery(trpc.agency.usage.overview.queryOptions());
  const isNew = overview.data?.total_sub_accounts === 0 && overview.data.total_calls === 0;
  return (
    <Page
      title={isNew ? `Welcome, ${tenant.name}` : tenant.name}
      description={
        isNew
          ? 'In a few steps, your clients will have their own agents under your brand.'
          : overview.data
            ? inWords(overview.data)
            : 'Performance across all your clients.'
      }
      actions={
        !isNew && (
          <div className="w-40">
            <Select<Period>
              aria-label="Period"
              options={PERIOD_OPTIONS}
              value={period}
              onValueChange={(next) => void navigate({ search: (old) => ({ ...old, period: next }), replace: true })}
            />
          </div>
        )
      }
    >
      <TrialBanner />
      <AgencySetup />
      {overview.error ? (
        <Card>
          <ErrorState message={toApiError(overview.error).message} onRetry={() => void overview.refetch()} />
        </Card>
      ) : (
        !isNew && <Figures period={period} overview={overview.data} />
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
        period={PERIOD_LABELS[period]}
        now={summary}
        before={usage.isPlaceholderData ? undefined : before.data?.summary}
        unpriced={unpriced}
      />
      {overview ? (
        <UsageTrend
          days={overview.daily_trend.slice(-trendDays(period))}
          description={`By day, last ${trendDays(period)} days. Time zone: ${zoneName(context.timezone)}.`}
          unpriced={unpriced}
        />
      ) : (
        <Skeleton className="h-80" />
      )}
      <div className="grid gap-4 xl:grid-cols-2">
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

function inWords({ active_sub_accounts, suspended_sub_accounts, total_agents }: Overview): string {
  const count = (number: number, noun: string): string => `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
  const suspended = suspended_sub_accounts > 0 ? `, ${formatNumber(suspended_sub_accounts)} suspended` : '';
  return `${count(active_sub_accounts, 'active client')}${suspended}, with ${count(total_agents, 'agent')}.`;
}
