import { Command } from 'cmdk';
import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { Popover as Primitive } from 'radix-ui';
import { useState, type ReactNode, type Ref } from 'react';
import { classNames } from '#/components/class-names.ts';
import { controlClass, controlHeight } from './control-class.ts';
import { useFieldControl } from './field-context.ts';
import { floatingClass, optionClass } from './floating-class.ts';

export interface ComboboxOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  /** Other words it is found by. */
  keywords?: string[];
  /** Heading of the group it stands under; options of a group follow each other. */
  group?: string;
  /** At the right: a button to hear a voice, a badge. */
  aside?: ReactNode;
  disabled?: boolean;
}

interface ComboboxProps<Value extends string> {
  options: readonly ComboboxOption<Value>[];
  value: Value | null | undefined;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  /** Said when nothing fits. */
  emptyText?: string;
  disabled?: boolean;
  'aria-label'?: string;
  id?: string;
  onBlur?: () => void;
  ref?: Ref<HTMLButtonElement>;
  className?: string;
}

/** One of many, found by typing. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { options, value, onValueChange, placeholder = 'Choose…', disabled, onBlur, ref, className } = props;
  const [open, setOpen] = useState(false);
  const control = useFieldControl(props);
  const chosen = options.find((option) => option.value === value);
  const choose = (option: ComboboxOption<Value>): void => {
    onValueChange(option.value);
    setOpen(false);
  };
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger
        ref={ref}
        disabled={disabled}
        onBlur={onBlur}
        // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- Radix adds aria-controls and aria-expanded
        role="combobox"
        aria-label={props['aria-label']}
        {...control}
        className={classNames(
          controlClass,
          controlHeight,
          'flex items-center justify-between gap-2 text-left',
          className,
        )}
      >
        <span className={classNames('truncate', chosen === undefined && 'text-muted')}>
          {chosen?.label ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={props['aria-label'] ?? placeholder}
          className={classNames(
            floatingClass,
            'w-max max-w-[calc(100vw-1rem)] min-w-[max(14rem,var(--radix-popover-trigger-width))]',
          )}
        >
          <Command loop filter={fits} defaultValue={chosen?.value} label={props.searchPlaceholder ?? 'Search'}>
            <div className="flex items-center gap-2 border-b border-line px-3">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                placeholder={props.searchPlaceholder ?? 'Search…'}
                className="h-9 w-full bg-transparent text-[13px] outline-none placeholder:text-muted max-sm:h-11 max-sm:text-base"
              />
            </div>
            <Command.List className="max-h-[min(18rem,calc(var(--radix-popover-content-available-height)-3rem))] overflow-y-auto overscroll-contain p-1">
              <Command.Empty className="px-2 py-6 text-center text-[13px] text-muted">
                {props.emptyText ?? 'Nothing fits.'}
              </Command.Empty>
              {inGroups(options).map(([group, members]) => {
                const items = members.map((option) => (
                  <Item
                    key={option.value}
                    option={option}
                    chosen={option.value === value}
                    onChoose={() => choose(option)}
                  />
                ));
                return group === '' ? (
                  items
                ) : (
                  <Command.Group
                    key={group}
                    heading={group}
                    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
                  >
                    {items}
                  </Command.Group>
                );
              })}
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface ItemProps {
  option: ComboboxOption;
  chosen: boolean;
  onChoose: () => void;
}

function Item({ option, chosen, onChoose }: ItemProps) {
  return (
    <Command.Item
      value={option.value}
      keywords={[option.label, option.description ?? '', option.group ?? '', ...(option.keywords ?? [])]}
      disabled={option.disabled}
      onSelect={onChoose}
      className={classNames(optionClass, option.description !== undefined && 'items-start')}
    >
      <Check aria-hidden className={classNames('mt-0.5', !chosen && 'invisible')} />
      <span className="min-w-0 flex-1">
        {option.label}
        {chosen && <span className="sr-only"> (chosen)</span>}
        {option.description !== undefined && <span className="block text-xs text-muted">{option.description}</span>}
      </span>
      {option.aside}
    </Command.Item>
  );
}

const inGroups = <Value extends string>(options: readonly ComboboxOption<Value>[]) => [
  ...Map.groupBy(options, (option) => option.group ?? ''),
];

/** Options stay in their order; one fits when every typed word is the beginning of a word of its own. */
const fits = (value: string, typed: string, keywords: string[] = []): number => {
  const text = ` ${[value, ...keywords].join(' ')}`.toLowerCase().replaceAll(/[\s/_().,+-]+/gu, ' ');
  return typed
    .toLowerCase()
    .split(/[\s/_().,+-]+/u)
    .every((word) => text.includes(` ${word}`))
    ? 1
    : 0;
};
