import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCompact, formatNumber } from '#/format/number.ts';
import { axis, grid, margin } from './chart-axes.ts';
import { seriesColor, toPoints, type ChartProps, type Point } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';
import { tooltipContent } from './chart-tooltip.tsx';

/** Reached through lazy-bar-series.tsx alone, since it brings Recharts along. */
export default function BarSeries<Row>(props: ChartProps<Row>) {
  const { label, series, format = formatNumber, stacked, height = 240 } = props;
  const points = toPoints(props);
  return (
    <ChartFrame label={label} points={points} series={series} format={format} height={height}>
      <BarChart data={points} margin={margin} accessibilityLayer={false} barGap={2}>
        <CartesianGrid {...grid} />
        <XAxis dataKey="x" {...axis} minTickGap={16} tickMargin={8} />
        <YAxis
          {...axis}
          width={52}
          allowDecimals={false}
          // A number and its unit stay on one line.
          tickFormatter={(value: number) => (props.format ?? formatCompact)(value).replaceAll(' ', '\u00A0')}
        />
        <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--hover)' }} content={tooltipContent(series, format)} />
        {series.map((one, index) => (
          <Bar
            key={one.id}
            name={one.id}
            dataKey={(point: Point) => point.values[one.id]}
            stackId={stacked ? 'all' : undefined}
            fill={seriesColor(one, index)}
            radius={stacked && index < series.length - 1 ? 0 : [3, 3, 0, 0]}
            maxBarSize={36}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ChartFrame>
  );
}
