import { useEffect, useRef, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { asSentence } from '#/format/sentence.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';

interface FormSectionProps {
  title: string;
  description?: ReactNode;
  /** Under the description: a link, a badge. */
  aside?: ReactNode;
  /** Target of links to this section. */
  id?: string;
  children: ReactNode;
}

/** Fields of one subject: what it is at the left, the fields at the right; below each other where it is narrow. */
export function FormSection({ title, description, aside, id, children }: FormSectionProps) {
  return (
    <section
      id={id}
      aria-label={title}
      className="grid scroll-mt-20 gap-x-10 gap-y-4 border-b border-line py-7 first:pt-0 last:border-b-0 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
    >
      <div className="min-w-0">
        <h2 className="text-sm leading-6 font-semibold">{title}</h2>
        {description !== undefined && <div className="text-[13px] text-pretty text-muted">{description}</div>}
        {aside !== undefined && <div className="mt-2">{aside}</div>}
      </div>
      <div className="grid min-w-0 content-start gap-5">{children}</div>
    </section>
  );
}

interface FormActionsProps {
  /** Whether anything was changed since it was saved. */
  dirty: boolean;
  saving?: boolean;
  /** Goes back to what is saved. */
  onReset?: () => void;
  saveLabel?: string;
  /** More buttons, at the left of these. */
  children?: ReactNode;
}

/** The end of a form: says whether there is something to save, and stays in sight while there is. */
export function FormActions({ dirty, saving, onReset, saveLabel = 'Save changes', children }: FormActionsProps) {
  return (
    <div
      className={classNames(
        'sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:mx-0 sm:px-0',
        !dirty && 'static',
      )}
    >
      <p role="status" className="mr-auto flex items-center gap-2 text-[13px] text-muted">
        {dirty && (
          <>
            <span aria-hidden className="size-1.5 rounded-full bg-warning" />
            Unsaved changes
          </>
        )}
      </p>
      {children}
      {onReset !== undefined && dirty && (
        <Button variant="ghost" onClick={onReset} disabled={saving}>
          Discard
        </Button>
      )}
      <Button type="submit" variant="primary" loading={saving} disabled={!dirty && !saving}>
        {saveLabel}
      </Button>
    </div>
  );
}

/** What went wrong with the form as a whole, above its fields. Comes into view when it appears. */
export function FormError({ message, title }: { message: string | null | undefined; title?: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) box.current?.scrollIntoView({ block: 'nearest' });
  }, [message]);
  if (!message) return null;
  return (
    <div ref={box} className="scroll-m-20">
      <Banner kind="danger" title={title}>
        {asSentence(message)}
      </Banner>
    </div>
  );
}
