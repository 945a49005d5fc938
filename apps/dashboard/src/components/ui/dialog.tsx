import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { MouseEvent, ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useConfirm } from './confirm-context.ts';
import { useReturnFocus } from './use-return-focus.ts';

const widths = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl', xl: 'sm:max-w-4xl' };

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What this is for, in a sentence. */
  description: ReactNode;
  /** Keeps the description for screen readers only. */
  hideDescription?: boolean;
  /** Buttons; the primary one last. Cancel belongs to it too. */
  footer?: ReactNode;
  size?: keyof typeof widths;
  /** Puts the whole dialog into a form, so that Enter submits and the footer may hold the submit button. */
  onSubmit?: () => void;
  /** Ignores Escape and clicks outside, while something is under way that must not be lost. */
  locked?: boolean;
  /** Something was typed that would be lost: clicks outside do nothing, Escape and the cross ask first. */
  dirty?: boolean;
  children?: ReactNode;
}

/** Asks for something before the work goes on. On small screens it comes up from the bottom. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  hideDescription,
  footer,
  size = 'md',
  onSubmit,
  locked,
  dirty,
  children,
}: DialogProps) {
  const returnFocus = useReturnFocus();
  const confirm = useConfirm();
  const hold = (event: Event): void => {
    if (locked) event.preventDefault();
  };
  const holdOutside = (event: Event): void => {
    if (locked || dirty) event.preventDefault();
  };
  // A click outside that does nothing leaves the focus in its field.
  const keepFocus = (event: MouseEvent): void => {
    if (event.target === event.currentTarget && (locked || dirty)) event.preventDefault();
  };
  async function close(): Promise<void> {
    const sure =
      !dirty ||
      (await confirm({
        title: 'Discard changes?',
        body: 'Your changes haven’t been saved.',
        confirmLabel: 'Discard',
        cancelLabel: 'Keep editing',
        danger: true,
      }));
    if (sure) onOpenChange(false);
  }
  const inside = (
    <>
      <header className="px-5 pt-4 pr-14 pb-3">
        <div className="min-w-0">
          <Primitive.Title className="text-base leading-6 font-semibold break-words">{title}</Primitive.Title>
          <Primitive.Description asChild>
            <div className={hideDescription ? 'sr-only' : 'mt-0.5 text-[13px] text-pretty text-muted'}>
              {description}
            </div>
          </Primitive.Description>
        </div>
      </header>
      {children !== undefined && <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
      {footer !== undefined && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas/60 px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:[&>*]:flex-1">
          {footer}
        </footer>
      )}
      {/* Last, so that the focus starts in the first field. */}
      {!locked && (
        <Primitive.Close
          aria-label="Close"
          className="absolute top-3 right-3 grid size-8 place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink max-sm:top-1.5 max-sm:right-1.5 max-sm:size-11"
        >
          <X aria-hidden className="size-4" />
        </Primitive.Close>
      )}
    </>
  );
  return (
    <Primitive.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : void close())}>
      <Primitive.Portal>
        <Primitive.Overlay
          onMouseDown={keepFocus}
          className="fixed inset-0 z-40 flex items-end justify-center bg-black/40 transition-opacity duration-150 data-[state=closed]:animate-vanish sm:items-start sm:overflow-y-auto sm:px-4 sm:py-[10vh] dark:bg-black/60 starting:opacity-0"
        >
          <Primitive.Content
            {...returnFocus}
            onOpenAutoFocus={(event) => {
              returnFocus.onOpenAutoFocus();
              focusFirstField(event);
            }}
            onEscapeKeyDown={hold}
            onPointerDownOutside={holdOutside}
            onInteractOutside={holdOutside}
            className={classNames(
              'relative flex max-h-[92dvh] w-full flex-col overflow-hidden rounded-t-xl border border-line bg-raised text-ink shadow-raised outline-none max-sm:border-b-0 sm:max-h-[80vh] sm:rounded-xl',
              'transition-[translate,opacity] duration-150 data-[state=closed]:animate-leave-down sm:data-[state=closed]:animate-vanish starting:translate-y-4 starting:opacity-0 sm:starting:translate-y-1',
              widths[size],
            )}
          >
            {onSubmit === undefined ? (
              inside
            ) : (
              <form
                noValidate
                className="flex min-h-0 flex-1 flex-col"
                onSubmit={(event) => {
                  event.preventDefault();
                  // A dialog's form must not submit the page's form around it.
                  event.stopPropagation();
                  onSubmit();
                }}
              >
                {inside}
              </form>
            )}
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Whoever opens a form wants to fill it in. Without a field the focus starts at the first button, which is to cancel. */
function focusFirstField(event: Event): void {
  const field = (event.target as HTMLElement).querySelector<HTMLElement>(
    'input:not([type=hidden], :disabled), textarea:not(:disabled), [role=combobox]:not(:disabled), [role=radio][tabindex="0"]',
  );
  if (field === null) return;
  event.preventDefault();
  field.focus();
}
