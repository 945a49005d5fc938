import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { BarSeries } from '#/components/ui/lazy-bar-series.tsx';
import { formatMilliseconds } from '#/format/duration.ts';
import { percentile } from './percentile.ts';

/** How long the caller waited for each answer. */
export function LatencyCard({ latencies }: { latencies: readonly number[] }) {
  const turns = latencies.map((value, index) => ({ turn: index + 1, value }));
  const median = formatMilliseconds(percentile(latencies, 0.5));
  const slow = formatMilliseconds(percentile(latencies, 0.9));
  return (
    <Card>
      <CardHeader title="Answer times" description="From the caller’s last word to the agent’s first." />
      <CardBody className="grid gap-3">
        <p className="text-[13px] text-pretty">
          {latencies.length === 1 ? (
            <>
              The only answer took <strong className="font-semibold">{median}</strong>.
            </>
          ) : (
            <>
              Half of the answers came within <strong className="font-semibold">{median}</strong>, nine of ten within{' '}
              <strong className="font-semibold">{slow}</strong>.
            </>
          )}
        </p>
        {latencies.length > 1 && (
          <BarSeries
            label="Answer time by turn"
            data={turns}
            x={({ turn }) => `Turn ${turn}`}
            series={[{ id: 'latency', name: 'Answer time', value: ({ value }) => value }]}
            format={formatMilliseconds}
            height={140}
          />
        )}
      </CardBody>
    </Card>
  );
}
