import { RadioGroup as Primitive } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useFieldGroupControl } from './field-context.ts';

export interface RadioCardOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  /** At the right of the label: a badge, a price. */
  aside?: ReactNode;
  disabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  options: readonly RadioCardOption<Value>[];
  value: Value | null | undefined;
  onValueChange: (value: Value) => void;
  /** Next to each other where there is room. */
  columns?: 1 | 2 | 3;
  disabled?: boolean;
  'aria-label'?: string;
  className?: string;
}

/** One of two to six that need a word of explanation each. */
export function RadioCards<Value extends string>({
  options,
  value,
  onValueChange,
  columns = 1,
  disabled,
  className,
  ...rest
}: RadioCardsProps<Value>) {
  const id = useId();
  const control = useFieldGroupControl(rest['aria-label']);
  return (
    <Primitive.Root
      {...control}
      value={value ?? ''}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
      disabled={disabled}
      className={classNames(
        'grid gap-2',
        columns === 2 && 'sm:grid-cols-2',
        columns === 3 && 'sm:grid-cols-3',
        className,
      )}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          aria-labelledby={`${id}-${option.value}`}
          aria-describedby={option.description === undefined ? undefined : `${id}-${option.value}-description`}
          className={classNames(
            'group/card flex min-h-11 items-start gap-3 rounded-md border border-line-strong bg-surface px-3 py-2.5 text-left transition-colors duration-100 hover:bg-hover/60',
            'data-[state=checked]:border-brand-text data-[state=checked]:bg-brand-text/5 data-[state=checked]:outline data-[state=checked]:-outline-offset-2 data-[state=checked]:outline-brand-text focus-visible:outline-2 focus-visible:outline-offset-2',
            'disabled:cursor-not-allowed disabled:opacity-50 disabled:hover:bg-surface',
          )}
        >
          {option.icon !== undefined && <span className="mt-0.5 text-muted [&_svg]:size-4">{option.icon}</span>}
          <span className="min-w-0 flex-1">
            <span className="flex items-center justify-between gap-2 text-[13px] leading-5 font-medium">
              <span id={`${id}-${option.value}`}>{option.label}</span>
              {option.aside}
            </span>
            {option.description !== undefined && (
              <span id={`${id}-${option.value}-description`} className="block text-xs text-pretty text-muted">
                {option.description}
              </span>
            )}
          </span>
          <span
            aria-hidden
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-muted/70 group-data-[state=checked]/card:border-brand-text"
          >
            <Primitive.Indicator className="size-2 rounded-full bg-brand-text" />
          </span>
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}
