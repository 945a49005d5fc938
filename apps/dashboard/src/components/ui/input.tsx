import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { controlClass, controlHeight } from './control-class.ts';
import { useFieldControl } from './field-context.ts';

export interface InputProps extends Omit<ComponentProps<'input'>, 'prefix'> {
  /** Inside the box, before the text: an icon or a fixed beginning such as `https://`. */
  prefix?: ReactNode;
  /** Inside the box, after the text: a unit. */
  suffix?: ReactNode;
}

/** One line of text. */
export function Input({ className, prefix, suffix, ...rest }: InputProps) {
  const control = useFieldControl(rest);
  if (prefix === undefined && suffix === undefined) {
    return <input {...rest} {...control} className={classNames(controlClass, controlHeight, className)} />;
  }
  return (
    <div
      className={classNames(
        controlClass,
        controlHeight,
        'flex items-center gap-2 has-focus-visible:border-brand-text has-focus-visible:outline-2 has-focus-visible:outline-brand-text',
        'has-[:disabled]:bg-hover has-[[aria-invalid]]:border-danger has-[[aria-invalid]]:outline-danger has-focus-visible:-outline-offset-1',
        className,
      )}
    >
      {prefix !== undefined && <span className="shrink-0 text-muted [&_svg]:size-4">{prefix}</span>}
      <input
        {...rest}
        {...control}
        className="h-full w-full min-w-0 bg-transparent outline-none placeholder:text-muted disabled:cursor-not-allowed"
      />
      {suffix !== undefined && <span className="shrink-0 text-xs text-muted">{suffix}</span>}
    </div>
  );
}
