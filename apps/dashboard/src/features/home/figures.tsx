import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Card } from '#/components/ui/card.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Sparkline } from '#/components/ui/sparkline.tsx';
import { StatCard } from '#/components/ui/stat-card.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { useSeesCosts } from '#/features/calls/use-sees-costs.ts';
import { includedTests } from '#/features/calls/included-tests.ts';
import { changeOf } from './change.ts';
import { periodBeforeQuery, periodQuery } from './home-search.ts';

/** Conversion comes in percent with a decimal. */
const percent = (value: number): string => formatPercent(value / 100, Number.isInteger(value) ? 0 : 1);

/** What the calls of a period come to. */
export function Figures({ days }: { days: number }) {
  const now = useQuery({ ...periodQuery(days), placeholderData: keepPreviousData });
  const before = useQuery({ ...periodBeforeQuery(days), placeholderData: keepPreviousData });
  const stats = useQuery(trpc.stats.dashboard.queryOptions());
  const seesCosts = useSeesCosts();
  if (now.error) {
    return (
      <Card>
        <ErrorState message={toApiError(now.error).message} onRetry={() => void now.refetch()} />
      </Card>
    );
  }
  const figures = now.data?.summary;
  // While another period is loaded, figures of the one must not be compared with those of the other.
  const isComparable = !now.isPlaceholderData && !before.isPlaceholderData;
  const earlier = isComparable ? before.data?.summary : undefined;
  const hadCalls = earlier !== undefined && earlier.total_calls > 0;
  const trend = now.data?.daily_trend ?? [];
  const booked = now.data?.daily_trend.reduce((sum, day) => sum + day.booked, 0);
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4" aria-busy={now.isPlaceholderData}>
      <StatCard
        label="Calls"
        loading={now.isPending}
        value={formatNumber(figures?.total_calls)}
        trend={<Sparkline values={trend.map(({ calls }) => calls)} partialLast />}
        delta={changeOf(figures?.total_calls ?? 0, earlier?.total_calls)}
        hint={[
          hadCalls ? `${formatNumber(earlier.total_calls)} in the previous ${days} days` : `In the last ${days} days`,
          now.data && includedTests(now.data.direction_breakdown.map(({ direction, count }) => [direction, count])),
        ]
          .filter(Boolean)
          .join('. ')}
      />
      <StatCard
        label="Minutes"
        loading={now.isPending}
        value={formatNumber(figures?.total_minutes)}
        trend={<Sparkline values={trend.map(({ minutes }) => minutes)} partialLast />}
        delta={changeOf(figures?.total_minutes ?? 0, earlier?.total_minutes)}
        hint={figures && seesCosts && `Vendor costs ${formatMoneyCents(figures.total_cost_cents)}`}
      />
      <StatCard
        label="Conversion"
        loading={now.isPending}
        value={figures && percent(figures.conversion_rate)}
        hint={
          hadCalls && earlier.conversion_rate > 0
            ? `${percent(earlier.conversion_rate)} in the previous ${days} days`
            : `${formatNumber(booked)} ${booked === 1 ? 'appointment' : 'appointments'} booked`
        }
      />
      <StatCard
        label="Active agents"
        loading={stats.isPending}
        value={formatNumber(stats.data?.active_agents)}
        hint="Ready to take calls"
      />
    </div>
  );
}
