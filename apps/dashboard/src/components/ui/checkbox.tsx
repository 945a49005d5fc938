import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import { useId, type ReactNode, type Ref } from 'react';
import { classNames } from '#/components/class-names.ts';
import { asSentence } from '#/format/sentence.ts';
import { useFieldControl } from './field-context.ts';

interface CheckboxProps {
  label?: ReactNode;
  description?: ReactNode;
  /** `indeterminate`: some of what it stands for. */
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
  error?: string;
  disabled?: boolean;
  'aria-label'?: string;
  name?: string;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  className?: string;
}

/** Yes or no, or some of several. */
export function Checkbox({ label, description, checked, onCheckedChange, error, className, ...rest }: CheckboxProps) {
  const ownId = useId();
  const field = useFieldControl({});
  const id = label === undefined ? (field.id ?? ownId) : ownId;
  const noteId = `${ownId}-note`;
  const hasNote = description !== undefined || error !== undefined;
  const box = (
    <Primitive.Root
      {...rest}
      id={id}
      checked={checked}
      onCheckedChange={(state) => onCheckedChange(state === true)}
      aria-describedby={hasNote ? noteId : field['aria-describedby']}
      aria-invalid={error === undefined ? field['aria-invalid'] : true}
      className={classNames(
        'relative grid size-4 shrink-0 place-items-center rounded-sm border border-muted/70 bg-surface text-on-brand transition-colors duration-100 hover:border-ink/60 aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-50 max-sm:size-5',
        'data-[state=checked]:border-brand data-[state=checked]:bg-brand data-[state=indeterminate]:border-brand data-[state=indeterminate]:bg-brand',
        "after:absolute after:-inset-3 after:content-[''] sm:after:hidden",
      )}
    >
      <Primitive.Indicator>
        {checked === 'indeterminate' ? (
          <Minus className="size-3.5" strokeWidth={3} />
        ) : (
          <Check className="size-3.5" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
  if (label === undefined) return box;
  return (
    <div className={classNames('flex items-start gap-2.5', className)}>
      <span className="grid h-5 place-items-center">{box}</span>
      <div className="min-w-0">
        <label htmlFor={id} className="block text-[13px] leading-5">
          {label}
        </label>
        {hasNote && (
          <p
            id={noteId}
            className={classNames('text-xs text-pretty', error === undefined ? 'text-muted' : 'text-danger')}
          >
            {error === undefined ? description : asSentence(error)}
          </p>
        )}
      </div>
    </div>
  );
}
