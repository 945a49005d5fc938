import { formatNumber } from '#/format/number.ts';
import { seriesColor, spansOf, toPoints, type ChartProps } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';
import { ChartPlot, type Plot } from './chart-plot.tsx';

const WIDEST = 36;
/** How much of a point's room its bars take. */
const SHARE = 0.7;

/** Amounts beside each other. */
export function BarSeries<Row>(props: ChartProps<Row>) {
  const { label, series, format = formatNumber, stacked = false, partialLast = false, height = 240 } = props;
  const points = toPoints(props);
  const spans = spansOf(
    points,
    series.map(({ id }) => id),
    stacked,
  );
  const rows = stacked ? 1 : series.length;
  return (
    <ChartFrame label={label} points={points} series={series} format={format} height={height}>
      {(width) => (
        <ChartPlot
          points={points}
          series={series}
          values={spans.flatMap((row) => row.flatMap((span) => span ?? []))}
          format={format}
          formatAxis={props.format}
          partialLast={partialLast}
          width={width}
          height={height}
        >
          {(plot) => {
            const thickness = Math.max(1, Math.min(WIDEST, (plot.step * SHARE) / rows));
            return (
              <>
                {plot.hovered !== null && (
                  <rect
                    x={plot.x(plot.hovered) - plot.step / 2}
                    y={8}
                    width={plot.step}
                    height={height - 30}
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
                          fillOpacity={partialLast && point === points.length - 1 ? 0.45 : 1}
                        />
                      ),
                  ),
                )}
              </>
            );
          }}
        </ChartPlot>
      )}
    </ChartFrame>
  );
}

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
