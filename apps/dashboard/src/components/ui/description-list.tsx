import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

export interface Description {
  label: ReactNode;
  /** Nothing shows "—". */
  value: ReactNode;
}

interface DescriptionListProps {
  items: readonly Description[];
  /** `rows`: label and value on a line; `columns`: value below its label, several next to each other. */
  layout?: 'rows' | 'columns';
  className?: string;
}

/** Facts about one thing. */
export function DescriptionList({ items, layout = 'rows', className }: DescriptionListProps) {
  const isRows = layout === 'rows';
  return (
    <dl
      className={classNames(
        'text-[13px]',
        isRows ? 'grid gap-y-2.5' : 'grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]',
        className,
      )}
    >
      {items.map((item, index) => (
        <div
          key={index}
          className={classNames(
            'min-w-0',
            isRows && 'grid grid-cols-[2fr_3fr] items-baseline gap-4 sm:grid-cols-[10rem_1fr]',
          )}
        >
          <dt className="text-muted">{item.label}</dt>
          <dd className="min-w-0 break-words tabular-nums">
            {item.value === null || item.value === undefined || item.value === '' ? '—' : item.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
