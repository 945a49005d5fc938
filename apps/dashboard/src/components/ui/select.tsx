import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { Ref } from 'react';
import { cspNonce } from '#/csp-nonce.ts';
import { classNames } from '#/components/class-names.ts';
import { useIsTouch } from '#/components/use-media-query.ts';
import { controlClass, controlHeight } from './control-class.ts';
import { useFieldControl } from './field-context.ts';
import { floatingClass, optionClass } from './floating-class.ts';

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  /** A second line in the list. */
  description?: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  /** `null` and values that are not among the options show the placeholder. */
  value: Value | null | undefined;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  disabled?: boolean;
  /** Needed outside a {@link Field}. */
  'aria-label'?: string;
  id?: string;
  name?: string;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  className?: string;
}

// Radix keeps the empty string for "nothing chosen", but it is a fair value of ours.
const encode = (value: string): string => `=${value}`;

/** One of a few. For more than a dozen take {@link Combobox}. By finger it is the system's own picker. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  return useIsTouch() ? <NativeSelect {...props} /> : <ListSelect {...props} />;
}

function ListSelect<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  name,
  onBlur,
  ref,
  className,
  ...rest
}: SelectProps<Value>) {
  const control = useFieldControl(rest);
  const chosen = options.find((option) => option.value === value);
  const choose = (encoded: string): void => {
    const next = options.find((option) => encode(option.value) === encoded);
    if (next !== undefined) onValueChange(next.value);
  };
  return (
    <Primitive.Root value={chosen === undefined ? '' : encode(chosen.value)} onValueChange={choose} disabled={disabled}>
      <Primitive.Trigger
        ref={ref}
        name={name}
        onBlur={onBlur}
        aria-label={rest['aria-label']}
        {...control}
        className={classNames(
          controlClass,
          controlHeight,
          'flex items-center justify-between gap-2 text-left data-placeholder:text-muted',
          className,
        )}
      >
        <span className="truncate">
          <Primitive.Value placeholder={placeholder ?? 'Choose…'}>{chosen?.label}</Primitive.Value>
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={classNames(
            floatingClass,
            'max-h-[min(24rem,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden',
          )}
        >
          <Primitive.Viewport nonce={cspNonce} className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={encode(option.value)}
                textValue={option.label}
                disabled={option.disabled}
                className={classNames(optionClass, 'pr-8', option.description !== undefined && 'items-start')}
              >
                <Primitive.ItemText>
                  <span className="block max-w-80">{option.label}</span>
                  {option.description !== undefined && (
                    <span className="block max-w-80 text-xs text-muted">{option.description}</span>
                  )}
                </Primitive.ItemText>
                <Primitive.ItemIndicator className="absolute right-2">
                  <Check />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function NativeSelect<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  name,
  onBlur,
  className,
  ...rest
}: SelectProps<Value>) {
  const control = useFieldControl(rest);
  const chosen = options.findIndex((option) => option.value === value);
  return (
    <div className={classNames('relative w-full min-w-0', className)}>
      <select
        name={name}
        disabled={disabled}
        onBlur={onBlur}
        aria-label={rest['aria-label']}
        {...control}
        value={chosen}
        onChange={(event) => {
          const option = options[Number(event.currentTarget.value)];
          if (option !== undefined) onValueChange(option.value);
        }}
        className={classNames(controlClass, controlHeight, 'appearance-none truncate pr-8', chosen < 0 && 'text-muted')}
      >
        {chosen < 0 && (
          <option value={-1} disabled>
            {placeholder ?? 'Choose…'}
          </option>
        )}
        {options.map((option, index) => (
          <option key={option.value} value={index} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </div>
  );
}
