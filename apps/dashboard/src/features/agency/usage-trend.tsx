import type { Outputs } from '#/api/trpc.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { AreaTrend, BarSeries, type Series } from '#/components/ui/chart.tsx';
import { dayLabel } from './period.ts';

export type TrendDay = Outputs['agency']['usage']['overview']['daily_trend'][number];

const MONEY: Series<TrendDay>[] = [
  { id: 'revenue', name: 'Revenue', value: (day) => day.revenue_cents / 100 },
  { id: 'margin', name: 'Margin', value: (day) => day.margin_cents / 100 },
];
const CALLS: Series<TrendDay>[] = [{ id: 'calls', name: 'Calls', value: (day) => day.calls }];

const formatDollars = (dollars: number): string =>
  dollars.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: Math.abs(dollars) < 10 && !Number.isInteger(dollars) ? 2 : 0,
  });

/** Money and calls of all sub-accounts, day by day. */
export function UsageTrend({ days, description }: { days: readonly TrendDay[]; description: string }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card>
        <CardHeader title="Revenue and margin" description={description} />
        <CardBody>
          <AreaTrend
            label="Revenue and margin a day"
            data={days}
            x={(day) => dayLabel(day.date)}
            series={MONEY}
            format={formatDollars}
            height={220}
          />
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Calls" description={description} />
        <CardBody>
          <BarSeries label="Calls a day" data={days} x={(day) => dayLabel(day.date)} series={CALLS} height={220} />
        </CardBody>
      </Card>
    </div>
  );
}
