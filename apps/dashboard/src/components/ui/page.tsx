import { ChevronRight } from 'lucide-react';
import { createContext, use, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { classNames } from '#/components/class-names.ts';

interface PageProps {
  title: string;
  /** Beside the title: a badge, a status. */
  titleAside?: ReactNode;
  description?: ReactNode;
  /** Links to the pages above, outermost first; they stand in the bar above every page. */
  breadcrumbs?: ReactNode[];
  /** Buttons at the right; the primary one last. */
  actions?: ReactNode;
  /** Under the title: tabs. */
  tabs?: ReactNode;
  /** How wide the content may grow: `narrow` for forms and reading, `wide` for everything else. */
  width?: 'narrow' | 'wide';
  className?: string;
  children: ReactNode;
}

/** The frame of every page inside the shell. Sets the window's title too. */
export function Page({
  title,
  titleAside,
  description,
  breadcrumbs,
  actions,
  tabs,
  width = 'wide',
  className,
  children,
}: PageProps) {
  useDocumentTitle(title);
  const slot = use(BreadcrumbSlot);
  return (
    <div className="mx-auto grid w-full max-w-7xl min-w-0 content-start gap-5 px-4 py-5 sm:px-8 sm:py-6">
      {slot !== null && breadcrumbs !== undefined && createPortal(<Breadcrumbs items={breadcrumbs} />, slot)}
      <header className={classNames('grid gap-4', width === 'narrow' && 'max-w-3xl')}>
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-64">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 className="min-w-0 text-2xl leading-8 font-semibold tracking-tight break-words">{title}</h1>
              {titleAside}
            </div>
            {description !== undefined && (
              <p className="max-w-prose text-[13px] text-pretty text-muted">{description}</p>
            )}
          </div>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
        {tabs}
      </header>
      <div className={classNames('grid min-w-0 content-start gap-6', width === 'narrow' && 'max-w-3xl', className)}>
        {children}
      </div>
    </div>
  );
}

/** Where the bar above the pages shows how a page is reached; null outside the shell. */
export const BreadcrumbSlot = createContext<HTMLElement | null>(null);

function Breadcrumbs({ items }: { items: ReactNode[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex min-w-0 items-center gap-1 text-[13px] text-muted [&_a]:rounded-sm [&_a]:py-0.5 [&_a:hover]:text-ink max-sm:[&_a]:py-3">
        {items.map((item, index) => (
          <li key={index} className="flex min-w-0 items-center gap-1 [&>a]:truncate">
            {item}
            <ChevronRight aria-hidden className="size-3.5 shrink-0" />
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The product's or the agency's name; ends the window's title. */
export const SiteNameContext = createContext('Leadlock');

/** Names the window after the page. {@link Page} does it; pages outside the shell call it themselves. */
export const useDocumentTitle = (title: string): void => {
  const siteName = use(SiteNameContext);
  useEffect(() => {
    document.title = `${title} · ${siteName}`;
  }, [title, siteName]);
};
