import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import type { Outputs } from '#/api/trpc.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { AreaTrend } from '#/components/ui/area-trend.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { formatDay } from '#/format/date.ts';
import { zoneName } from '#/format/zone-days.ts';
import { useAccount } from '#/session/account.ts';
import { METRICS, periodBeforeQuery, periodQuery, type Metric } from './home-search.ts';

type Day = Outputs['stats']['analytics']['daily_trend'][number];

/** A day, and the one that is as far into the period before. */
interface Compared {
  day: Day;
  earlier: Day | undefined;
}

const route = getRouteApi('/_app/');

const LABELS: Record<Metric, string> = { calls: 'Calls', minutes: 'Minutes' };

/** Noon, so that the day has the same name in every zone. */
const dayName = ({ date }: Day): string => formatDay(new Date(`${date}T12:00:00`));

/** Calls or minutes, day by day. */
export function Trend({ days, metric }: { days: number; metric: Metric }) {
  const { context } = useAccount();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({ ...periodQuery(days), placeholderData: keepPreviousData });
  const before = useQuery({ ...periodBeforeQuery(days), placeholderData: keepPreviousData });
  const earlier = before.isPlaceholderData ? undefined : before.data?.daily_trend;
  return (
    <Card>
      <CardHeader
        title="Daily trend"
        description={`The last ${days} days, with today so far. Time zone: ${zoneName(context.timezone)}.`}
        actions={
          <div className="w-32">
            <Select
              aria-label="Metric"
              options={METRICS.map((value) => ({ value, label: LABELS[value] }))}
              value={metric}
              onValueChange={(show) => void navigate({ search: (old) => ({ ...old, show }), replace: true })}
            />
          </div>
        }
      />
      <CardBody>
        {error ? (
          <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} />
        ) : data ? (
          <AreaTrend
            label={`${LABELS[metric]} per day`}
            data={data.daily_trend.map((day, index) => ({ day, earlier: earlier?.[index] }))}
            x={({ day }) => dayName(day)}
            series={[
              { id: metric, name: LABELS[metric], value: ({ day }) => day[metric] },
              ...(earlier?.some((day) => day[metric] > 0)
                ? [
                    {
                      id: 'before',
                      name: `Previous ${days} days`,
                      value: (row: Compared) => row.earlier?.[metric] ?? null,
                      isComparison: true,
                    },
                  ]
                : []),
            ]}
            partialLast
            height={220}
          />
        ) : (
          <Skeleton className="h-65" />
        )}
      </CardBody>
    </Card>
  );
}
