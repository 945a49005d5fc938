import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { BarSeries } from '#/components/ui/bar-series.tsx';
import { formatMilliseconds } from '#/format/duration.ts';
import type { TurnTiming } from '../call-metadata.ts';
import { percentile } from './percentile.ts';

/** How long the caller waited for each answer. */
export function LatencyCard({ latencies, timings }: { latencies: readonly number[]; timings: readonly TurnTiming[] }) {
  const turns = latencies.map((value, index) => ({ turn: index + 1, value }));
  const median = formatMilliseconds(percentile(latencies, 0.5));
  const slow = formatMilliseconds(percentile(latencies, 0.95));
  return (
    <Card>
      <CardHeader title="Response times" description="From the caller’s last word to the agent’s first." />
      <CardBody className="grid gap-3">
        <p className="text-[13px] text-pretty">
          {latencies.length === 1 ? (
            <>
              Response time <strong className="font-semibold">{median}</strong>.
            </>
          ) : (
            <>
              Median <strong className="font-semibold">{median}</strong>, 95th percentile{' '}
              <strong className="font-semibold">{slow}</strong>.
            </>
          )}
        </p>
        {latencies.length > 1 && (
          <BarSeries
            label="Response time by turn"
            data={turns}
            x={({ turn }) => `Turn ${turn}`}
            series={[{ id: 'latency', name: 'Response time', value: ({ value }) => value }]}
            format={formatMilliseconds}
            formatAxis={(milliseconds) => `${milliseconds / 1000} s`}
            height={140}
          />
        )}
        {timings.length > 0 && <Parts timings={timings} />}
      </CardBody>
    </Card>
  );
}

const PARTS: readonly { label: string; of: (timing: TurnTiming) => number }[] = [
  { label: 'Detecting end of speech', of: ({ detected_ms }) => detected_ms },
  { label: 'Generating response', of: ({ detected_ms, first_byte_ms }) => Math.max(0, first_byte_ms - detected_ms) },
  { label: 'Delivery', of: ({ first_byte_ms, first_audio_ms }) => first_audio_ms - first_byte_ms },
];

/** What the answer times are made of. */
function Parts({ timings }: { timings: readonly TurnTiming[] }) {
  return (
    <table className="w-full text-[13px] tabular-nums">
      <thead>
        <tr className="text-muted">
          <th className="text-left font-normal">Step</th>
          <th className="text-right font-normal">Median</th>
          <th className="pl-3 text-right font-normal whitespace-nowrap" title="95th percentile">
            p95
          </th>
        </tr>
      </thead>
      <tbody>
        {PARTS.map(({ label, of }) => (
          <tr key={label}>
            <th className="py-1 text-left font-normal">{label}</th>
            {[0.5, 0.95].map((share) => (
              <td key={share} className="pl-3 text-right align-top whitespace-nowrap py-1">
                {formatMilliseconds(percentile(timings.map(of), share))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
