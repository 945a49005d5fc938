import { classNames } from '#/components/class-names.ts';
import type { Tone } from './badge.tsx';

const colors: Record<Tone, string> = {
  neutral: 'bg-muted',
  success: 'bg-success',
  warning: 'bg-warning',
  danger: 'bg-danger',
  info: 'bg-info',
  brand: 'bg-brand-text',
};

interface StatusDotProps {
  tone?: Tone;
  /** Pulses: it is happening now. */
  live?: boolean;
  /** The state in words. Left out where the text beside it says it. */
  label?: string;
  className?: string;
}

/** A state as a dot. */
export function StatusDot({ tone = 'neutral', live, label, className }: StatusDotProps) {
  return (
    <span className={classNames('relative inline-flex size-2 shrink-0', className)}>
      {live && <span className={classNames('absolute inset-0 animate-ping rounded-full opacity-60', colors[tone])} />}
      <span className={classNames('relative size-2 rounded-full', colors[tone])} />
      {label !== undefined && <span className="sr-only">{label}</span>}
    </span>
  );
}
