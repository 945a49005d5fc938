import { classNames } from '#/components/class-names.ts';

interface SparklineProps {
  /** The trend in words, for screen readers. */
  label: string;
  values: readonly number[];
  className?: string;
}

const WIDTH = 120;
const HEIGHT = 32;

/** The shape of a trend, without axes. Too small for Recharts to be worth its size. */
export function Sparkline({ label, values, className }: SparklineProps) {
  const top = Math.max(...values, 1);
  const bottom = Math.min(...values, 0);
  const points = values.map((value, index) => {
    const x = values.length < 2 ? WIDTH : (index / (values.length - 1)) * WIDTH;
    const y = 2 + (1 - (value - bottom) / (top - bottom)) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classNames('h-8 w-full overflow-visible text-brand-text', className)}
    >
      {points.length > 1 && (
        <>
          <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} className="fill-current opacity-8" />
          <polyline
            points={points.join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}
