import { useId } from 'react';
import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCompact, formatNumber } from '#/format/number.ts';
import { axis, grid, margin } from './chart-axes.ts';
import { seriesColor, toPoints, type ChartProps, type Point } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';
import { tooltipContent } from './chart-tooltip.tsx';

/** Reached through lazy-area-trend.tsx alone, since it brings Recharts along. */
export default function AreaTrend<Row>(props: ChartProps<Row>) {
  const { label, series, format = formatNumber, stacked, height = 240 } = props;
  const points = toPoints(props);
  const id = useId();
  return (
    <ChartFrame label={label} points={points} series={series} format={format} height={height}>
      <AreaChart data={points} margin={margin} accessibilityLayer={false}>
        <defs>
          {series.map((one, index) => (
            <linearGradient key={one.id} id={`${id}-${one.id}`} x1="0" y1="0" x2="0" y2="1">
              <stop offset="0%" stopColor={seriesColor(one, index)} stopOpacity={0.18} />
              <stop offset="100%" stopColor={seriesColor(one, index)} stopOpacity={0.01} />
            </linearGradient>
          ))}
        </defs>
        <CartesianGrid {...grid} />
        <XAxis dataKey="x" {...axis} minTickGap={32} tickMargin={8} />
        <YAxis
          {...axis}
          width={44}
          allowDecimals={false}
          tickFormatter={(value: number) => (props.format ?? formatCompact)(value)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={tooltipContent(series, format)}
        />
        {series.map((one, index) => (
          <Area
            key={one.id}
            name={one.id}
            dataKey={(point: Point) => point.values[one.id]}
            type="monotone"
            stackId={stacked ? 'all' : undefined}
            stroke={seriesColor(one, index)}
            strokeWidth={1.75}
            fill={`url(#${id}-${one.id})`}
            activeDot={{ r: 3.5, strokeWidth: 0 }}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ChartFrame>
  );
}
