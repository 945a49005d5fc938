import { seriesColor, type ChartProps } from './chart-data.ts';
import type { Plot } from './chart-plot.tsx';
import { Chart } from './chart.tsx';

const WIDEST = 36;
/** How much of a point's room its bars take. */
const SHARE = 0.7;

/** Amounts beside each other. */
export function BarSeries<Row>(props: ChartProps<Row>) {
  const { series, stacked = false, partialLast = false, data } = props;
  const rows = stacked ? 1 : series.length;
  return (
    <Chart {...props}>
      {(plot, spans) => {
        const thickness = Math.max(1, Math.min(WIDEST, (plot.step * SHARE) / rows));
        return (
          <>
            {plot.hovered !== null && (
              <rect
                x={plot.x(plot.hovered) - plot.step / 2}
                y={plot.top}
                width={plot.step}
                height={plot.bottom - plot.top}
                className="fill-hover"
              />
            )}
            {spans.map((row, index) =>
              row.map(
                (span, point) =>
                  span && (
                    <path
                      key={`${series[index]?.id}-${point}`}
                      d={barPath(plot, span, {
                        left: plot.x(point) + (stacked ? -0.5 : index - rows / 2) * thickness,
                        thickness: thickness - (rows > 1 ? 1 : 0),
                      })}
                      fill={seriesColor(series[index] ?? {}, index)}
                      {...(partialLast &&
                        point === data.length - 1 &&
                        notOver(seriesColor(series[index] ?? {}, index)))}
                    />
                  ),
              ),
            )}
          </>
        );
      }}
    </Chart>
  );
}

/** A tint within a dashed line, as what is not over is drawn everywhere. */
const notOver = (color: string) => ({ fillOpacity: 0.3, stroke: color, strokeDasharray: '3 3' });

/** A bar whose far end is round. */
function barPath({ y }: Plot, [from, to]: readonly [number, number], bar: { left: number; thickness: number }): string {
  const { left, thickness } = bar;
  const [start, end] = [y(from), y(to)];
  const radius = Math.min(3, thickness / 2, Math.abs(start - end));
  // Bars below zero are round at their lower end.
  const inward = end > start ? -radius : radius;
  const right = left + thickness;
  return `M${left},${start}V${end + inward}Q${left},${end} ${left + radius},${end}H${right - radius}Q${right},${end} ${right},${end + inward}V${start}Z`;
}
