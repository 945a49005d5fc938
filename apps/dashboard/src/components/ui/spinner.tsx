import { LoaderCircle } from 'lucide-react';
import { classNames } from '#/components/class-names.ts';

interface SpinnerProps {
  /** What is under way, for screen readers. Left out where the surroundings already say it. */
  label?: string;
  className?: string;
}

/** Turns while something short is under way. Anything with a known length shows a {@link Progress} instead. */
export function Spinner({ label, className }: SpinnerProps) {
  const icon = <LoaderCircle aria-hidden className={classNames('size-4 shrink-0 animate-spin', className)} />;
  if (label === undefined) return icon;
  return (
    <span role="status" className="inline-flex">
      {icon}
      <span className="sr-only">{label}</span>
    </span>
  );
}
