import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

interface DisclosureProps {
  title: ReactNode;
  /** Beside the title, seen while it is closed too. */
  aside?: ReactNode;
  defaultOpen?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}

/** Something that is opened by who wants to know. Several below each other make an accordion. */
export function Disclosure({ title, aside, defaultOpen, open, onOpenChange, className, children }: DisclosureProps) {
  return (
    <Collapsible.Root
      defaultOpen={defaultOpen}
      open={open}
      onOpenChange={onOpenChange}
      className={classNames('border-b border-line last:border-b-0', className)}
    >
      <Collapsible.Trigger className="group/disclosure flex min-h-11 w-full items-center gap-2 rounded-sm py-2 text-left text-[13px] font-medium hover:text-brand-text focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform duration-150 group-data-[state=open]/disclosure:rotate-90"
        />
        <span className="min-w-0 flex-1">{title}</span>
        {aside !== undefined && <span className="text-xs font-normal text-muted">{aside}</span>}
      </Collapsible.Trigger>
      <Collapsible.Content className="data-[state=closed]:animate-fold data-[state=open]:animate-unfold">
        <div className="pb-4 pl-6 text-[13px]">{children}</div>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
