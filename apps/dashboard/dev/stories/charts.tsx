import { AreaTrend } from '#/components/ui/area-trend.tsx';
import { BarSeries } from '#/components/ui/bar-series.tsx';
import { Sample, type Story } from '../story.tsx';

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

export const chartStories: Story[] = [
  { id: 'trends', title: 'Trends', description: 'How something went over time.', Component: Trends },
];
