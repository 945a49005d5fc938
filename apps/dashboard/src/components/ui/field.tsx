import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { asSentence } from '#/format/sentence.ts';
import { FieldContext, type FieldControl } from './field-context.ts';

interface FieldProps {
  label: ReactNode;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** Shown in place of nothing: the hint stays, since it often says how to mend the error. */
  error?: string;
  required?: boolean;
  /** Sits at the right of the label: a counter, a badge, a link. */
  aside?: ReactNode;
  className?: string;
  /** One control of this folder, or a function that gets the attributes a foreign control needs. */
  children: ReactNode | ((control: FieldControl) => ReactNode);
}

/** A label, a control, its hint and its error, tied together for screen readers. */
export function Field({ label, hideLabel, hint, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint !== undefined && hintId, error && errorId].filter(Boolean).join(' ');
  const control: FieldControl = {
    id,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  };
  return (
    <div className={classNames('grid content-start gap-1.5', className)}>
      {hideLabel && aside === undefined ? (
        <label id={`${id}-label`} htmlFor={id} className="sr-only">
          {label}
        </label>
      ) : (
        <div className="flex min-h-5 items-baseline justify-between gap-3">
          <label
            id={`${id}-label`}
            htmlFor={id}
            className={classNames('text-[13px] font-medium', hideLabel && 'sr-only')}
          >
            {label}
            {required && (
              <span aria-hidden className="text-danger">
                {' *'}
              </span>
            )}
          </label>
          {aside !== undefined && <div className="shrink-0 text-xs text-muted">{aside}</div>}
        </div>
      )}
      <FieldContext value={{ ...control, labelId: `${id}-label` }}>
        {typeof children === 'function' ? children(control) : children}
      </FieldContext>
      {hint !== undefined && (
        <p id={hintId} className="text-xs text-pretty text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className="flex items-start gap-1.5 text-xs text-danger">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {asSentence(error)}
        </p>
      )}
    </div>
  );
}

interface FieldGroupProps {
  /** Fields next to each other where there is room. */
  columns?: 1 | 2 | 3;
  className?: string;
  children: ReactNode;
}

/** Fields that belong together. */
export function FieldGroup({ columns = 1, className, children }: FieldGroupProps) {
  return (
    <div
      className={classNames(
        'grid gap-x-4 gap-y-5',
        columns === 2 && 'sm:grid-cols-2',
        columns === 3 && 'sm:grid-cols-2 lg:grid-cols-3',
        className,
      )}
    >
      {children}
    </div>
  );
}
