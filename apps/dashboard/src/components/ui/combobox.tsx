import { Command } from 'cmdk';
import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { Popover as Primitive } from 'radix-ui';
import { useMemo, useState, type ReactNode, type Ref } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatNumber } from '#/format/number.ts';
import { controlClass, controlHeight } from './control-class.ts';
import { useFieldControl } from './field-context.ts';
import { floatingClass, optionClass } from './floating-class.ts';
import { Kbd } from './kbd.tsx';

/** Of thousands of options so many can be drawn in no time, and nobody reads more. */
const MOST_DRAWN = 50;

export interface ComboboxOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  /** Other words it is found by. */
  keywords?: string[];
  /** Heading of the group it stands under; options of a group follow each other. */
  group?: string;
  /** At the right: a badge, or something to press beside the option, which the list's `preview` does for the keyboard. */
  aside?: ReactNode;
  disabled?: boolean;
}

/** Something to hear or see of an option without choosing it: Ctrl+Enter does it with the one at hand. */
export interface OptionPreview<Value extends string> {
  /** What follows the keys below the list: "plays a voice". */
  hint: string;
  run: (value: Value) => void;
}

/** Where the server finds the options: those at hand are what it found. */
export interface ServerSearch {
  /** Takes what is typed; empty once the list is closed. */
  onSearch?: (typed: string) => void;
  /** How many more the server found than it sent. */
  more?: number;
  /** Others are on their way: those at hand are shown dimmed. */
  busy?: boolean;
}

interface ComboboxProps<Value extends string> extends ServerSearch {
  options: readonly ComboboxOption<Value>[];
  value: Value | null | undefined;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  searchPlaceholder?: string;
  /** Said when nothing fits. */
  emptyText?: string;
  preview?: OptionPreview<Value>;
  /** What the chosen one is called, where it may be none of the options. */
  chosenLabel?: string | null;
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
  const label = chosen?.label ?? props.chosenLabel;
  const show = (next: boolean): void => {
    setOpen(next);
    if (!next) props.onSearch?.('');
  };
  const choose = (option: ComboboxOption<Value>): void => {
    onValueChange(option.value);
    show(false);
  };
  return (
    <Primitive.Root open={open} onOpenChange={show}>
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
        <span className={classNames('truncate', !label && 'text-muted')}>{label || placeholder}</span>
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
          <Options {...props} onChoose={choose} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface OptionsProps<Value extends string> extends Pick<
  ComboboxProps<Value>,
  'options' | 'value' | 'searchPlaceholder' | 'emptyText' | 'preview' | 'onSearch' | 'more' | 'busy'
> {
  onChoose: (option: ComboboxOption<Value>) => void;
}

/** What can be chosen, and the field that narrows it down. */
function Options<Value extends string>({
  options,
  value,
  searchPlaceholder,
  emptyText,
  preview,
  onSearch,
  more: unsent = 0,
  busy,
  onChoose,
}: OptionsProps<Value>) {
  const [typed, setTyped] = useState('');
  const searchable = useMemo(() => options.map((option) => ({ option, text: searchText(option) })), [options]);
  const words = wordsOf(typed);
  const matches = onSearch
    ? searchable
    : searchable.filter(({ text }) => words.every((word) => text.includes(` ${word}`)));
  // The server sends no more than can be drawn. The chosen one is drawn in any case: the list opens at it.
  const drawn = onSearch
    ? matches
    : matches.filter(({ option }, index) => index < MOST_DRAWN || option.value === value);
  const more = matches.length - drawn.length + unsent;
  return (
    <Command
      loop
      shouldFilter={false}
      defaultValue={value ?? undefined}
      label={searchPlaceholder ?? 'Search'}
      onKeyDown={(event) => {
        if (!preview || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        const atHand = event.currentTarget
          .querySelector('[cmdk-item][aria-selected="true"]')
          ?.getAttribute('data-value');
        const option = drawn.find((each) => each.option.value === atHand)?.option;
        if (option) preview.run(option.value);
      }}
    >
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          value={typed}
          onValueChange={(next) => {
            setTyped(next);
            onSearch?.(next);
          }}
          placeholder={searchPlaceholder ?? 'Search…'}
          className="h-9 w-full bg-transparent text-[13px] outline-none placeholder:text-muted max-sm:h-11 max-sm:text-base"
        />
      </div>
      <Command.List
        aria-busy={busy}
        className={classNames(
          busy && 'opacity-60',
          'max-h-[min(18rem,calc(var(--radix-popover-content-available-height)-3rem))] overflow-y-auto overscroll-contain p-1',
        )}
      >
        <Command.Empty className="px-2 py-6 text-center text-[13px] text-muted">
          {emptyText ?? 'No results'}
        </Command.Empty>
        {inGroups(drawn.map(({ option }) => option)).map(([group, members]) => {
          const items = members.map((option) => (
            <Item
              key={option.value}
              option={option}
              chosen={option.value === value}
              onChoose={() => onChoose(option)}
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
      {preview && (
        <p className="flex items-center gap-1 border-t border-line px-3 py-2 text-xs text-muted max-sm:hidden">
          <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> {preview.hint}
        </p>
      )}
      <p role="status" className={classNames('text-xs text-muted', more > 0 && 'border-t border-line px-3 py-2')}>
        {more > 0 && `${formatNumber(more)} more. Type to narrow the list.`}
      </p>
    </Command>
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

const BETWEEN_WORDS = /[\s/_().,+-]+/u;

const wordsOf = (text: string): string[] => text.toLowerCase().split(BETWEEN_WORDS).filter(Boolean);

/** Options stay in their order; one fits when every typed word is the beginning of a word of its own. */
const searchText = ({ value, label, description, group, keywords = [] }: ComboboxOption): string =>
  ` ${wordsOf([value, label, description, group, ...keywords].join(' ')).join(' ')}`;
