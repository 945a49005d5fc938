import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps, MouseEvent } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Spinner } from './spinner.tsx';

const buttonClass = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center rounded-md border border-transparent font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default',
    '[&_svg]:pointer-events-none [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-brand text-on-brand',
        secondary: 'border-line-strong bg-surface text-ink hover:bg-hover active:bg-line disabled:hover:bg-surface',
        ghost: 'text-ink hover:bg-hover active:bg-line disabled:hover:bg-transparent',
        danger: 'bg-danger text-on-danger',
        link: 'text-brand-text underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 gap-1.5 px-2.5 text-[13px] max-sm:h-11 max-sm:px-3.5 [&_svg]:size-3.5',
        md: 'h-8 gap-2 px-3 text-[13px] max-sm:h-11 max-sm:px-4 max-sm:text-sm [&_svg]:size-4',
        icon: 'size-8 max-sm:size-11 [&_svg]:size-4',
      },
    },
    compoundVariants: [
      {
        variant: ['primary', 'danger'],
        className:
          'shadow-[inset_0_1px_0_rgb(255_255_255/0.12)] hover:[background-image:linear-gradient(rgb(0_0_0/0.1),rgb(0_0_0/0.1))] active:[background-image:linear-gradient(rgb(0_0_0/0.18),rgb(0_0_0/0.18))] disabled:[background-image:none]',
      },
      { variant: 'link', size: ['sm', 'md'], className: 'h-auto px-0 max-sm:h-11 max-sm:px-0' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonClass> {
  /** Shows a spinner in place of the content and ignores clicks; the width and the focus stay. */
  loading?: boolean;
  /** Lends its looks to the only child, usually a link. */
  asChild?: boolean;
}

/** Does something. What leads somewhere is a link: `<Button asChild><Link … /></Button>`. */
export function Button({ variant, size, loading, asChild, className, onClick, children, ...rest }: ButtonProps) {
  const look = classNames(buttonClass({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={look} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  // `disabled` would drop the keyboard focus in the middle of a submit.
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (loading) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      className={look}
      onClick={click}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      {...rest}
    >
      {loading ? (
        <>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
          <span className="inline-flex items-center gap-[inherit] opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}
