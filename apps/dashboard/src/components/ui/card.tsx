import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

/** A surface for one subject. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      className={classNames('min-w-0 overflow-clip rounded-lg border border-line bg-surface', className)}
      {...rest}
    />
  );
}

interface CardHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** The heading's level in the page's outline. */
  level?: 2 | 3;
  className?: string;
}

export function CardHeader({ title, description, actions, level = 2, className }: CardHeaderProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <header
      className={classNames(
        'flex flex-wrap justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3',
        description === undefined ? 'items-center' : 'items-start',
        className,
      )}
    >
      <div className={classNames('min-w-0 flex-1', description === undefined ? 'basis-24' : 'basis-48')}>
        <Heading className="text-sm leading-6 font-semibold">{title}</Heading>
        {description !== undefined && <p className="text-[13px] text-pretty text-muted">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={classNames('p-4', className)} {...rest} />;
}

/** The last line of a card: a note at the left, buttons at the right. */
export function CardFooter({ className, ...rest }: ComponentProps<'footer'>) {
  return (
    <footer
      className={classNames(
        'flex flex-wrap items-center justify-between gap-2 border-t border-line bg-canvas px-4 py-3 text-[13px] text-muted',
        className,
      )}
      {...rest}
    />
  );
}
