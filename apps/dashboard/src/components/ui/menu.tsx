import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { floatingClass, optionClass } from './floating-class.ts';

interface MenuProps {
  /** One element that can take the focus, usually an {@link IconButton}. */
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
  /** {@link MenuItem}, {@link MenuLabel}, {@link MenuSeparator} … */
  children: ReactNode;
}

/** Commands that hang from a button. */
export function Menu({ trigger, align = 'end', side, className, children }: MenuProps) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(
            floatingClass,
            'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1',
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  /** At the right: a keyboard shortcut, a count. */
  aside?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** Lends its looks to the only child, a link; `icon` and `aside` are then the child's own affair. */
  asChild?: boolean;
  onSelect?: (event: Event) => void;
  children: ReactNode;
}

export function MenuItem({ icon, aside, danger, disabled, asChild, onSelect, children }: MenuItemProps) {
  return (
    <Primitive.Item
      asChild={asChild}
      disabled={disabled}
      onSelect={onSelect}
      className={classNames(
        optionClass,
        '[&_svg]:text-muted',
        danger && 'text-danger data-highlighted:bg-danger-soft [&_svg]:text-danger',
      )}
    >
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          <span className="min-w-0 flex-1">{children}</span>
          {aside !== undefined && <span className="pl-4 text-xs text-muted">{aside}</span>}
        </>
      )}
    </Primitive.Item>
  );
}

interface MenuRadioGroupProps {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: { value: string; label: ReactNode }[];
}

/** One of several. */
export function MenuRadioGroup({ label, value, onValueChange, options }: MenuRadioGroupProps) {
  return (
    <Primitive.RadioGroup aria-label={label} value={value} onValueChange={onValueChange}>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={classNames(optionClass, 'pr-8')}>
          {option.label}
          <Primitive.ItemIndicator className="absolute right-2">
            <Check />
          </Primitive.ItemIndicator>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Primitive.Label className="px-2 py-1.5 text-xs text-muted">{children}</Primitive.Label>
);

export const MenuSeparator = () => <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />;
