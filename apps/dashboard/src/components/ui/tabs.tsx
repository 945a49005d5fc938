import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

const listClass = 'flex gap-5 overflow-x-auto border-b border-line [scrollbar-width:none]';

const tabClass =
  "relative inline-flex h-9 shrink-0 items-center gap-2 text-[13px] text-muted transition-colors duration-100 hover:text-ink focus-visible:-outline-offset-2 max-sm:h-11 after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:scale-x-0 after:rounded-full after:bg-brand-text after:transition-[scale] after:duration-150 after:content-['']";

export interface Tab<Value extends string = string> {
  value: Value;
  label: ReactNode;
  /** A count or a mark, after the label. */
  aside?: ReactNode;
  content: ReactNode;
}

interface TabsProps<Value extends string> {
  /** What is split up, for screen readers. */
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  className?: string;
}

/** Parts of one page of which one is shown. Only that one is in the document. */
export function Tabs<Value extends string>({ label, tabs, value, onValueChange, className }: TabsProps<Value>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
      className={classNames('grid min-w-0 gap-5', className)}
    >
      <Primitive.List aria-label={label} className={listClass}>
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className={classNames(
              tabClass,
              'data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:scale-x-100',
            )}
          >
            {tab.label}
            {tab.aside !== undefined && <span className="text-xs text-muted">{tab.aside}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="min-w-0 rounded-sm">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
