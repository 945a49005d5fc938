import { ChevronLeft, ChevronRight } from 'lucide-react';
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
        {/* One button stands beside the title, on phones too, where several take a line of their own below. */}
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <div className="order-1 flex min-h-8 min-w-0 flex-1 basis-40 flex-wrap items-center gap-x-3 gap-y-1 md:basis-64">
            <h1 className="min-w-0 text-2xl leading-8 font-semibold tracking-tight break-words">{title}</h1>
            {titleAside}
          </div>
          {description !== undefined && (
            <div className="order-3 basis-full">
              <p className="max-w-prose text-[13px] text-pretty text-muted">{description}</p>
            </div>
          )}
          {actions && (
            <div className="order-2 flex flex-wrap items-center gap-2 max-md:[&:has(>:nth-child(2))]:order-4 max-md:[&:has(>:nth-child(2))]:mt-3 max-md:[&:has(>:nth-child(2))]:basis-full">
              {actions}
            </div>
          )}
        </div>
        {tabs}
      </header>
      <div
        className={classNames(
          'grid min-w-0 grid-cols-1 content-start gap-6',
          width === 'narrow' && 'max-w-3xl',
          className,
        )}
      >
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
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0" />}
            {items.length === 1 && <ChevronLeft aria-hidden className="-ml-1 size-3.5 shrink-0" />}
            {item}
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
