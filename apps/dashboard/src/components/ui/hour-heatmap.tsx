import { useState } from 'react';
import { formatNumber } from '#/format/number.ts';
import type { Series } from './chart-data.ts';
import { ChartFrame } from './chart-frame.tsx';

interface HourHeatmapProps {
  /** What is shown, for screen readers: "Calls by hour and weekday". */
  label: string;
  /** Seven days from Sunday, each with 24 hours from midnight. */
  values: readonly (readonly number[])[];
  format?: (value: number) => string;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** "12 AM" */
const hourName = (hour: number): string => `${hour % 12 === 0 ? 12 : hour % 12} ${hour < 12 ? 'AM' : 'PM'}`;

/** Room for the days' names and, below, the hours'. */
const LEFT = 36;
const BOTTOM = 20;
const CELL_HEIGHT = 24;
const GAP = 2;
const HEIGHT = DAYS.length * CELL_HEIGHT + BOTTOM;

/** Even the fewest can be told from none. */
const shade = (share: number): string =>
  share === 0
    ? 'var(--hover)'
    : `color-mix(in oklab, var(--brand-ink) ${Math.round(15 + share * 85)}%, var(--surface))`;

/** When in the week something happens. */
export function HourHeatmap({ label, values, format = formatNumber }: HourHeatmapProps) {
  const highest = Math.max(...values.flat(), 0);
  const points = HOURS.map((hour) => ({
    x: hourName(hour),
    values: Object.fromEntries(DAYS.map((day, index) => [day, values[index]?.[hour] ?? 0])),
  }));
  const series: Series<never>[] = DAYS.map((day) => ({ id: day, name: day, value: () => null }));
  return (
    <ChartFrame
      label={label}
      points={points}
      series={series}
      format={format}
      height={HEIGHT}
      legend={<Scale highest={format(highest)} />}
    >
      {(width) => <Cells values={values} highest={highest} format={format} width={width} />}
    </ChartFrame>
  );
}

const SHADES = [0, 0.25, 0.5, 0.75, 1];

function Scale({ highest }: { highest: string }) {
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted tabular-nums">
      0
      <span className="flex gap-0.5">
        {SHADES.map((share) => (
          <span key={share} aria-hidden className="size-3 rounded-xs" style={{ background: shade(share) }} />
        ))}
      </span>
      {highest}
    </p>
  );
}

interface CellsProps {
  values: HourHeatmapProps['values'];
  highest: number;
  format: (value: number) => string;
  width: number;
}

function Cells({ values, highest, format, width }: CellsProps) {
  const [hovered, setHovered] = useState<{ day: number; hour: number } | null>(null);
  const step = (width - LEFT) / HOURS.length;
  const every = step > 40 ? 2 : 6;
  return (
    <>
      <svg
        width={width}
        height={HEIGHT}
        className="block overflow-visible text-[11px]"
        onPointerLeave={() => setHovered(null)}
      >
        {DAYS.map((name, day) => (
          <g key={name}>
            <text x={0} y={day * CELL_HEIGHT + CELL_HEIGHT / 2} dy="0.32em" className="fill-muted">
              {name.slice(0, 3)}
            </text>
            {HOURS.map((hour) => (
              <rect
                key={hour}
                x={LEFT + hour * step}
                y={day * CELL_HEIGHT}
                width={Math.max(1, step - GAP)}
                height={CELL_HEIGHT - GAP}
                rx={2}
                fill={shade(highest === 0 ? 0 : (values[day]?.[hour] ?? 0) / highest)}
                className={hovered?.day === day && hovered.hour === hour ? 'stroke-ink' : undefined}
                onPointerEnter={() => setHovered({ day, hour })}
              />
            ))}
          </g>
        ))}
        {HOURS.filter((hour) => hour % every === 0).map((hour) => (
          <text key={hour} x={LEFT + hour * step} y={HEIGHT - 4} className="fill-muted">
            {hourName(hour)}
          </text>
        ))}
      </svg>
      {hovered && (
        <p
          aria-hidden
          className="pointer-events-none absolute z-10 rounded-md border border-line bg-raised px-3 py-2 text-xs whitespace-nowrap text-ink shadow-raised"
          style={{
            bottom: HEIGHT - hovered.day * CELL_HEIGHT + 4,
            ...(hovered.hour > 12
              ? { right: width - LEFT - (hovered.hour + 1) * step }
              : { left: LEFT + hovered.hour * step }),
          }}
        >
          {DAYS[hovered.day]}, {hourName(hovered.hour)}:{' '}
          <span className="font-medium tabular-nums">{format(values[hovered.day]?.[hovered.hour] ?? 0)}</span>
        </p>
      )}
    </>
  );
}
