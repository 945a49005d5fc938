import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

const badgeClass = cva(
  'inline-flex h-5 w-fit shrink-0 items-center gap-1.5 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3',
  {
    variants: {
      tone: {
        neutral: 'border-line bg-hover text-ink',
        success: 'border-transparent bg-success-soft text-success',
        warning: 'border-transparent bg-warning-soft text-warning',
        danger: 'border-transparent bg-danger-soft text-danger',
        info: 'border-transparent bg-info-soft text-info',
        brand: 'border-brand-text/40 text-brand-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeClass>['tone']>;

interface BadgeProps {
  tone?: Tone;
  /** A dot of the tone before the text, for states. */
  dot?: boolean;
  className?: string;
  children: ReactNode;
}

/** A state or a kind, in one or two words. The words say it too: color is never alone. */
export function Badge({ tone, dot, className, children }: BadgeProps) {
  return (
    <span className={classNames(badgeClass({ tone }), className)}>
      {dot && (
        <span
          aria-hidden
          className={classNames('size-1.5 rounded-full bg-current', (tone ?? 'neutral') === 'neutral' && 'bg-muted')}
        />
      )}
      {children}
    </span>
  );
}
