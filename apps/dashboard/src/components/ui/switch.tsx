import { Switch as Primitive } from 'radix-ui';
import { useId, type ReactNode, type Ref } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useFieldControl } from './field-context.ts';

interface SwitchProps {
  /** Left out inside a {@link Field} or with `aria-label`. */
  label?: ReactNode;
  description?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  'aria-label'?: string;
  name?: string;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  className?: string;
}

/** On or off. With a label it is a whole line: text at the left, switch at the right. */
export function Switch({ label, description, checked, onCheckedChange, className, ...rest }: SwitchProps) {
  const ownId = useId();
  const field = useFieldControl({});
  const id = label === undefined ? (field.id ?? ownId) : ownId;
  const descriptionId = `${ownId}-description`;
  const toggle = (
    <Primitive.Root
      {...rest}
      id={id}
      checked={checked}
      onCheckedChange={onCheckedChange}
      aria-describedby={description === undefined ? field['aria-describedby'] : descriptionId}
      className={classNames(
        'relative h-5 w-9 shrink-0 rounded-full border border-transparent bg-muted/50 transition-colors duration-100 hover:bg-muted/65 data-[state=checked]:bg-brand disabled:cursor-not-allowed disabled:opacity-50',
        // The thumb stays visible on any brand; the touch area is larger than the picture.
        "after:absolute after:-inset-3 after:content-[''] sm:after:hidden",
      )}
    >
      <Primitive.Thumb className="block size-4 translate-x-px rounded-full bg-white transition-transform duration-100 data-[state=checked]:translate-x-[17px] data-[state=checked]:bg-on-brand" />
    </Primitive.Root>
  );
  if (label === undefined) return toggle;
  return (
    <div className={classNames('flex items-start justify-between gap-4', className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="block text-[13px] leading-5 font-medium">
          {label}
        </label>
        {description !== undefined && (
          <p id={descriptionId} className="text-xs text-pretty text-muted">
            {description}
          </p>
        )}
      </div>
      {toggle}
    </div>
  );
}
