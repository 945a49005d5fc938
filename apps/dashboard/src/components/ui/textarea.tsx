import type { ComponentProps } from 'react';
import { classNames } from '#/components/class-names.ts';
import { controlClass } from './control-class.ts';
import { useFieldControl } from './field-context.ts';

/** Several lines of text. Grows with its content up to `max-h`, unless the browser is too old to. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      {...rest}
      {...useFieldControl(rest)}
      className={classNames(controlClass, 'field-sizing-content max-h-96 min-h-16 py-2 leading-5', className)}
    />
  );
}
