import { AreaTrend } from '#/components/ui/area-trend.tsx';
import { BarSeries } from '#/components/ui/bar-series.tsx';
import { Funnel } from '#/components/ui/funnel.tsx';
import { HourHeatmap } from '#/components/ui/hour-heatmap.tsx';
import { LimitMeter } from '#/components/ui/limit-meter.tsx';
import { Progress } from '#/components/ui/progress.tsx';
import { Sparkline } from '#/components/ui/sparkline.tsx';
import { StatCard } from '#/components/ui/stat-card.tsx';
import { Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

interface Day {
  day: string;
  calls: number;
  failed: number;
}

const DAYS: Day[] = Array.from({ length: 14 }, (_, index) => ({
  day: `Nov ${index + 9}`,
  calls: [12, 18, 25, 22, 31, 8, 5, 16, 24, 29, 27, 35, 9, 4][index] ?? 0,
  failed: [1, 0, 2, 1, 3, 0, 0, 1, 1, 2, 4, 1, 0, 1][index] ?? 0,
}));

const dayOf = ({ day }: Day): string => day;
const SERIES = [
  { id: 'calls', name: 'Calls', value: ({ calls }: Day) => calls },
  { id: 'failed', name: 'Failed', value: ({ failed }: Day) => failed },
];

function Trends() {
  return (
    <>
      <Sample title="Over time, today so far">
        <AreaTrend label="Calls per day" data={DAYS} x={dayOf} series={SERIES} partialLast />
      </Sample>
      <Sample title="Compared with an earlier time">
        <AreaTrend
          label="Calls per day, compared"
          data={DAYS}
          x={dayOf}
          series={[
            { id: 'calls', name: 'Calls', value: ({ calls }) => calls },
            {
              id: 'before',
              name: 'Previous 14 days',
              value: ({ calls }) => Math.round(calls * 0.7) + 3,
              isComparison: true,
            },
          ]}
          partialLast
        />
      </Sample>
      <Sample title="Beside each other">
        <BarSeries label="Calls and failed calls per day" data={DAYS} x={dayOf} series={SERIES} />
      </Sample>
      <Sample title="Stacked">
        <BarSeries label="All calls per day" data={DAYS} x={dayOf} series={SERIES} stacked />
      </Sample>
      <Sample title="Empty">
        <AreaTrend
          label="Calls per day, none"
          data={DAYS}
          x={dayOf}
          series={[{ id: 'calls', name: 'Calls', value: () => 0 }]}
        />
      </Sample>
    </>
  );
}

/** Office hours on weekdays, hardly anything on Sundays. */
const WEEK = Array.from({ length: 7 }, (_, day) =>
  Array.from({ length: 24 }, (_, hour) => {
    const isOpen = day > 0 && hour > 7 && hour < (day === 6 ? 13 : 19);
    return isOpen ? 3 + ((day * 7 + hour * 5) % 11) : day > 0 && hour === 7 ? 1 : 0;
  }),
);
const QUIET_WEEK = WEEK.map((day) => day.map(() => 0));

function Heatmaps() {
  return (
    <>
      <Sample title="A week">
        <HourHeatmap label="Calls by hour and weekday" values={WEEK} />
      </Sample>
      <Sample title="Empty">
        <HourHeatmap label="Calls by hour and weekday, none" values={QUIET_WEEK} />
      </Sample>
    </>
  );
}

const CALLS = DAYS.map(({ calls }) => calls);

function Meters() {
  return (
    <>
      <Sample title="Limits" className="grid gap-5 sm:max-w-sm">
        <LimitMeter label="Trial minutes" used={12} limit={30} hint="Your trial ends on Friday." />
        <LimitMeter label="Plan minutes" used={870} limit={1_000} hint="Resets on Dec 1." />
        <LimitMeter label="Phone numbers" used={5} limit={5} hint="Release a number to add another one." />
        <LimitMeter label="Calls" used={1_240} limit={null} />
        <LimitMeter label={LONG_NAME} used={123_456_789} limit={1_000_000_000} />
      </Sample>
      <Sample title="Progress" className="grid gap-4 sm:max-w-sm">
        <Progress label="Import" value={40} />
        <Progress label="Export" value={null} />
      </Sample>
      <Sample title="Figures with sparklines" className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        <StatCard label="Calls" value="240" delta={0.12} trend={<Sparkline values={CALLS} partialLast />} />
        <StatCard label="Minutes" value="1,410" trend={<Sparkline values={CALLS.toReversed()} />} />
        <StatCard label="No calls" value="0" trend={<Sparkline values={CALLS.map(() => 0)} />} />
        <StatCard label="With a gap" value="12" trend={<Sparkline values={[3, 5, null, null, 4, 8, 6]} />} />
      </Sample>
    </>
  );
}

function Funnels() {
  return (
    <>
      <Sample title="From call to appointment" className="max-w-xl">
        <Funnel
          label="From call to appointment"
          steps={[
            { label: 'Calls', value: 1_240 },
            { label: 'Answered', value: 1_102 },
            { label: 'Asked for an appointment', value: 410 },
            { label: 'Booked', value: 268 },
          ]}
        />
      </Sample>
      <Sample title="Long content and nothing" className="max-w-xl">
        <Funnel
          label="Long names"
          steps={[
            { label: LONG_NAME, value: 10 },
            { label: 'Booked', value: 0 },
          ]}
        />
      </Sample>
      <Sample title="Empty" className="max-w-xl">
        <Funnel label="No calls" steps={[{ label: 'Calls', value: 0 }]} />
      </Sample>
    </>
  );
}

export const chartStories: Story[] = [
  { id: 'heatmap', title: 'Heatmap', description: 'When in the week something happens.', Component: Heatmaps },
  {
    id: 'meters',
    title: 'Meters and sparklines',
    description: 'How much of a limit is used, and how it came to that.',
    Component: Meters,
  },
  { id: 'funnel', title: 'Funnel', description: 'How many go on from each step to the next.', Component: Funnels },
  { id: 'trends', title: 'Trends', description: 'How something went over time.', Component: Trends },
];
