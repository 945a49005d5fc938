import { area, curveMonotoneX, line } from 'd3-shape';
import { useId } from 'react';
import { seriesColor, type ChartProps, type Span } from './chart-data.ts';
import type { Plot } from './chart-plot.tsx';
import { Chart } from './chart.tsx';

/** How something went over time. */
export function AreaTrend<Row>(props: ChartProps<Row>) {
  return (
    <Chart {...props}>
      {(plot, spans) => (
        <>
          {plot.hovered !== null && (
            <line
              x1={plot.x(plot.hovered)}
              x2={plot.x(plot.hovered)}
              y1={plot.top}
              y2={plot.bottom}
              className="stroke-line-strong"
            />
          )}
          {props.series.map((one, index) => {
            const shape = { spans: spans[index] ?? [], color: seriesColor(one, index), plot };
            return one.isComparison ? (
              <Comparison key={one.id} {...shape} />
            ) : (
              <Area key={one.id} {...shape} partialLast={props.partialLast ?? false} />
            );
          })}
        </>
      )}
    </Chart>
  );
}

interface ShapeProps {
  spans: readonly Span[];
  color: string;
  plot: Plot;
}

interface AreaProps extends ShapeProps {
  partialLast: boolean;
}

function Comparison({ spans, color, plot: { x, y } }: ShapeProps) {
  const shape = line<Span>()
    .defined((span) => span !== null)
    .x((_, index) => x(index))
    .y((span) => y(span?.[1] ?? 0))
    .curve(curveMonotoneX);
  return <path d={shape(spans) ?? undefined} fill="none" stroke={color} strokeWidth={1.25} strokeDasharray="2 3" />;
}

/** What is over is a line above a tint; what is not over yet, a dashed line. */
function Area({ spans, color, partialLast, plot: { x, y, hovered } }: AreaProps) {
  const id = useId();
  const all = spans.map((span, index) => ({ span, index }));
  const over = partialLast && all.length > 1 ? all.slice(0, -1) : all;
  const last = partialLast && all.length > 1 ? all.slice(-2) : [];
  const shape = line<(typeof all)[number]>()
    .defined(({ span }) => span !== null)
    .x(({ index }) => x(index))
    .y(({ span }) => y(span?.[1] ?? 0))
    .curve(curveMonotoneX);
  const tint = area<(typeof all)[number]>()
    .defined(({ span }) => span !== null)
    .x(({ index }) => x(index))
    .y0(({ span }) => y(span?.[0] ?? 0))
    .y1(({ span }) => y(span?.[1] ?? 0))
    .curve(curveMonotoneX);
  // A point between gaps has no line.
  const alone = all.filter(
    ({ span, index }) => span && !spans[index - 1] && !spans[index + 1] && !(partialLast && index === all.length - 1),
  );
  const marked = [...alone, ...all.filter(({ index, span }) => index === hovered && span)];
  return (
    <>
      <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0%" stopColor={color} stopOpacity={0.2} />
        <stop offset="100%" stopColor={color} stopOpacity={0.01} />
      </linearGradient>
      <path d={tint(over) ?? undefined} fill={`url(#${id})`} />
      <path d={shape(over) ?? undefined} fill="none" stroke={color} strokeWidth={1.75} strokeLinejoin="round" />
      <path d={shape(last) ?? undefined} fill="none" stroke={color} strokeWidth={1.75} strokeDasharray="3 4" />
      {marked.map(({ span, index }) => (
        <circle key={index} cx={x(index)} cy={y(span?.[1] ?? 0)} r={3.5} fill={color} />
      ))}
    </>
  );
}
