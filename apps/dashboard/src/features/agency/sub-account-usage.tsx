import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import type { Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import type { Series } from '#/components/ui/chart-data.ts';
import { BarSeries } from '#/components/ui/bar-series.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { dayLabel, PERIOD_LABELS, PERIODS, trendDays, type Period } from './period.ts';
import {
  subAccountTrendQuery,
  subAccountUnpricedQuery,
  subAccountUsageBeforeQuery,
  subAccountUsageQuery,
} from './sub-account-usage-query.ts';
import type { SubAccount } from './sub-account-status.ts';

type TrendDay = Outputs['stats']['analytics']['daily_trend'][number];

const route = getRouteApi('/_app/clients/$subAccountId');
const PERIOD_OPTIONS = PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }));
const CALLS: Series<TrendDay>[] = [{ id: 'calls', name: 'Calls', value: (day) => day.calls }];

/** What a sub-account uses, and brings. */
export function SubAccountUsage({ account }: { account: SubAccount }) {
  const { period } = route.useSearch();
  const navigate = route.useNavigate();
  const usage = useQuery({ ...subAccountUsageQuery(account.id, period), placeholderData: keepPreviousData });
  const unpriced = useQuery({
    ...subAccountUnpricedQuery(account.id, period),
    placeholderData: keepPreviousData,
  }).data;
  const before = useQuery(subAccountUsageBeforeQuery(account.id, period));
  // Nobody can act for a deleted one.
  const trend = useQuery({
    ...subAccountTrendQuery(account.id, period),
    enabled: account.is_active,
    placeholderData: keepPreviousData,
  });
  return (
    <section className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-sm font-semibold">Usage</h2>
        <div className="flex items-center gap-2">
          <Button asChild>
            <Link to="/usage" search={{ account: account.id }}>
              All calls
            </Link>
          </Button>
          <div className="w-36">
            <Select<Period>
              aria-label="Period"
              options={PERIOD_OPTIONS}
              value={period}
              onValueChange={(next) => void navigate({ search: { period: next }, replace: true })}
            />
          </div>
        </div>
      </div>
      {usage.error ? (
        <Card>
          <ErrorState message={toApiError(usage.error).message} onRetry={() => void usage.refetch()} />
        </Card>
      ) : (
        <OverviewFigures
          period={PERIOD_LABELS[period]}
          now={usage.data?.summary}
          before={usage.isPlaceholderData ? undefined : before.data?.summary}
          unpriced={unpriced}
        />
      )}
      {account.is_active && (
        <Card>
          <CardHeader
            title="Calls"
            description={`By day, last ${trendDays(period)} days, in the client’s time zone.`}
          />
          <CardBody>
            {trend.data ? (
              <BarSeries
                label="Calls per day"
                data={trend.data}
                x={({ date }) => dayLabel(date)}
                series={CALLS}
                partialLast
                height={200}
              />
            ) : trend.error ? (
              <ErrorState message={toApiError(trend.error).message} onRetry={() => void trend.refetch()} />
            ) : (
              <Skeleton className="h-60" />
            )}
          </CardBody>
        </Card>
      )}
    </section>
  );
}
