import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useReturnFocus } from './use-return-focus.ts';

const widths = { sm: 'sm:max-w-xs', md: 'sm:max-w-md', lg: 'sm:max-w-2xl' };

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  side?: 'left' | 'right';
  size?: keyof typeof widths;
  footer?: ReactNode;
  /** Without the inner distance, for lists that reach the edges. */
  flush?: boolean;
  /** The focus begins on the panel, for keys of its own, and not on its first control. */
  focusPanel?: boolean;
  children: ReactNode;
}

/** A panel at the side of the window, for details that belong to the page below. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  side = 'right',
  size = 'md',
  footer,
  flush,
  focusPanel,
  children,
}: SheetProps) {
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/40 transition-opacity duration-150 data-[state=closed]:animate-vanish dark:bg-black/60 starting:opacity-0" />
        <Primitive.Content
          {...returnFocus}
          onOpenAutoFocus={(event) => {
            returnFocus.onOpenAutoFocus();
            if (!focusPanel) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={classNames(
            'fixed inset-y-0 z-40 flex w-[calc(100%-3rem)] flex-col border-line bg-raised text-ink shadow-raised outline-none transition-[translate,opacity] duration-150 starting:opacity-0',
            side === 'right'
              ? 'right-0 border-l data-[state=closed]:animate-leave-right starting:translate-x-8'
              : 'left-0 border-r data-[state=closed]:animate-leave-left starting:-translate-x-8',
            widths[size],
          )}
        >
          <header className="border-b border-line py-3 pr-14 pl-5">
            <div className="min-w-0 py-0.5">
              <Primitive.Title className="text-base leading-6 font-semibold break-words">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description asChild>
                  <div className="text-[13px] text-pretty text-muted">{description}</div>
                </Primitive.Description>
              )}
            </div>
          </header>
          <div className={classNames('min-h-0 flex-1 overflow-y-auto', !flush && 'p-5')}>{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas/60 px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          )}
          {/* Last, so that the focus starts with the content. */}
          <Primitive.Close
            aria-label="Close"
            className="absolute top-3 right-3 grid size-8 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink max-sm:top-1.5 max-sm:right-1.5 max-sm:size-11"
          >
            <X aria-hidden className="size-4" />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
