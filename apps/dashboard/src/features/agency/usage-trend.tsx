import type { Outputs } from '#/api/trpc.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import type { Series } from '#/components/ui/chart-data.ts';
import { AreaTrend } from '#/components/ui/area-trend.tsx';
import { BarSeries } from '#/components/ui/bar-series.tsx';
import { costKnowledge, type Unpriced } from './margin.ts';
import { dayLabel } from './period.ts';

export type TrendDay = Outputs['agency']['usage']['overview']['daily_trend'][number];

/** A day of which no cost is known leaves a gap in the margin. */
function moneySeries(unpriced: Unpriced | undefined): Series<TrendDay>[] {
  const unpricedOn = new Map(unpriced?.by_day.map(({ date, calls }) => [date, calls]));
  const isKnown = ({ date, calls }: TrendDay): boolean =>
    unpriced !== undefined && costKnowledge(calls, unpricedOn.get(date) ?? 0) !== 'none';
  return [
    { id: 'revenue', name: 'Revenue', value: (day) => day.revenue_cents / 100 },
    { id: 'margin', name: 'Margin', value: (day) => (isKnown(day) ? day.margin_cents / 100 : null) },
  ];
}
const CALLS: Series<TrendDay>[] = [{ id: 'calls', name: 'Calls', value: (day) => day.calls }];

const formatDollars = (dollars: number): string =>
  dollars.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: Math.abs(dollars) < 10 && !Number.isInteger(dollars) ? 2 : 0,
  });

interface UsageTrendProps {
  days: readonly TrendDay[];
  description: string;
  /** Of these days at least. */
  unpriced: Unpriced | undefined;
}

/** Money and calls of all sub-accounts, day by day. */
export function UsageTrend({ days, description, unpriced }: UsageTrendProps) {
  const first = days[0]?.date ?? '';
  const isPartlyKnown = unpriced?.by_day.some(({ date }) => date >= first) ?? false;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card>
        <CardHeader
          title="Revenue and margin"
          description={isPartlyKnown ? `${description} Margin is partial.` : description}
        />
        <CardBody>
          <AreaTrend
            label="Revenue and margin per day"
            data={days}
            x={(day) => dayLabel(day.date)}
            series={moneySeries(unpriced)}
            format={formatDollars}
            partialLast
            height={220}
          />
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Calls" description={description} />
        <CardBody>
          <BarSeries
            label="Calls per day"
            data={days}
            x={(day) => dayLabel(day.date)}
            series={CALLS}
            partialLast
            height={220}
          />
        </CardBody>
      </Card>
    </div>
  );
}
