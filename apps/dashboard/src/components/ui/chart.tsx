import type { ReactNode } from 'react';
import { formatNumber } from '#/format/number.ts';
import { spansOf, toPoints, type ChartProps, type Span } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';
import { ChartPlot, type Plot } from './chart-plot.tsx';

interface ChartOwnProps<Row> extends ChartProps<Row> {
  /** Draws each series' spans between the axes. */
  children: (plot: Plot, spans: readonly (readonly Span[])[]) => ReactNode;
}

/** What every chart has: its legend and table, axes, grid and tooltip. The shapes are the kind of chart's own. */
export function Chart<Row>({ children, ...props }: ChartOwnProps<Row>) {
  const { label, series, format = formatNumber, stacked, partialLast = false, height = 240 } = props;
  const points = toPoints(props);
  const spans = spansOf(
    points,
    series.map(({ id }) => id),
    stacked,
  );
  return (
    <ChartFrame label={label} points={points} series={series} format={format} height={height}>
      {(width) => (
        <ChartPlot
          points={points}
          series={series}
          values={spans.flatMap((row) => row.flatMap((span) => span ?? []))}
          format={format}
          formatAxis={props.formatAxis ?? props.format}
          partialLast={partialLast}
          width={width}
          height={height}
        >
          {(plot) => children(plot, spans)}
        </ChartPlot>
      )}
    </ChartFrame>
  );
}
