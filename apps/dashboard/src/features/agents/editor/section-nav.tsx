import { useEffect, useRef } from 'react';
import { classNames } from '#/components/class-names.ts';
import type { SectionDefinition } from './setting-definition.ts';

interface SectionNavProps {
  sections: readonly SectionDefinition[];
  /** The one that is read. */
  current: string | undefined;
  /** Those with something that is not saved. */
  edited: ReadonlySet<string>;
  /** Those with something that was not accepted. */
  wrong: ReadonlySet<string>;
}

/** The way between the sections: at the left where there is room, else a line that scrolls sideways. */
export function SectionNav({ sections, current, edited, wrong }: SectionNavProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    // Sideways only: the page itself must not move.
    if (link) list.current?.scrollTo({ left: link.offsetLeft - 16 });
  }, [current]);
  return (
    <nav
      aria-label="Sections"
      className="sticky max-lg:top-(--covered) max-lg:z-10 lg:top-[calc(var(--covered)+1.75rem)] max-lg:-mx-4 max-lg:border-b max-lg:border-line max-lg:bg-canvas/95 max-lg:backdrop-blur max-lg:sm:-mx-8"
    >
      <ul
        ref={list}
        className="relative flex gap-0.5 max-lg:overflow-x-auto max-lg:px-3 max-lg:[scrollbar-width:none] max-lg:sm:px-7 lg:flex-col"
      >
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'true' : undefined}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(id)?.scrollIntoView();
              }}
              className={classNames(
                'flex h-8 items-center gap-2 rounded-md px-2.5 text-[13px] whitespace-nowrap text-muted transition-colors hover:bg-hover hover:text-ink max-lg:h-11 max-lg:rounded-none',
                id === current && 'font-medium text-ink max-lg:border-b-2 max-lg:border-brand-text lg:bg-hover',
              )}
            >
              {title}
              {wrong.has(id) ? (
                <Mark className="bg-danger" label="has an error" />
              ) : (
                edited.has(id) && <Mark className="bg-warning" label="has unsaved changes" />
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Mark({ className, label }: { className: string; label: string }) {
  return (
    <span className={classNames('ml-auto size-1.5 shrink-0 rounded-full', className)}>
      <span className="sr-only">{label}</span>
    </span>
  );
}
