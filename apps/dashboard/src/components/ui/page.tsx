import { ChevronRight } from 'lucide-react';
import { createContext, use, useEffect, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

interface PageProps {
  title: string;
  /** Beside the title: a badge, a status. */
  titleAside?: ReactNode;
  description?: ReactNode;
  /** Links to the pages above, outermost first. */
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
  return (
    <div
      className={classNames(
        'mx-auto grid w-full min-w-0 content-start gap-6 px-4 py-5 sm:px-8 sm:py-7',
        width === 'narrow' ? 'max-w-3xl' : 'max-w-7xl',
      )}
    >
      <header className="grid gap-4">
        {breadcrumbs !== undefined && breadcrumbs.length > 0 && <Breadcrumbs items={breadcrumbs} />}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-64">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 className="min-w-0 text-xl leading-8 font-semibold tracking-tight break-words">{title}</h1>
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
      <div className={classNames('grid min-w-0 content-start gap-6', className)}>{children}</div>
    </div>
  );
}

function Breadcrumbs({ items }: { items: ReactNode[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="-mb-3">
      <ol className="flex flex-wrap items-center gap-1 text-[13px] text-muted [&_a]:rounded-sm [&_a]:py-0.5 [&_a:hover]:text-ink max-sm:[&_a]:py-3">
        {items.map((item, index) => (
          <li key={index} className="flex items-center gap-1">
            {item}
            <ChevronRight aria-hidden className="size-3.5" />
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
