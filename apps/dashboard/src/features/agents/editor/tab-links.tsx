import { Link } from '@tanstack/react-router';
import { classNames } from '#/components/class-names.ts';
import { EDITOR_TAB_LABELS, type EditorTab } from './editor-tabs.ts';

interface TabLinksProps {
  tabs: readonly EditorTab[];
  current: EditorTab;
  /** Those with something that is not saved. */
  edited: ReadonlySet<EditorTab>;
  /** Those with something that was not accepted. */
  wrong: ReadonlySet<EditorTab>;
}

/** The parts of the editor. What is typed on one stays while another is open. */
export function TabLinks({ tabs, current, edited, wrong }: TabLinksProps) {
  return (
    <nav
      aria-label="Sections"
      className="sticky top-(--covered) z-10 -mx-4 border-b bg-canvas/95 px-4 backdrop-blur sm:-mx-8 sm:px-8"
    >
      <ul className="flex gap-5 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab) => (
          <li key={tab}>
            <Link
              from="/agents/$agentId/"
              to="."
              search={{ tab }}
              replace
              resetScroll={false}
              aria-current={tab === current ? 'page' : undefined}
              activeProps={{ 'aria-current': tab === current ? 'page' : undefined }}
              className={classNames(
                'flex h-10 items-center gap-2 border-b-2 text-[13px] whitespace-nowrap transition-colors duration-150 hover:text-ink max-sm:h-11',
                tab === current ? 'border-brand-text font-medium text-ink' : 'border-transparent text-muted',
              )}
            >
              {EDITOR_TAB_LABELS[tab]}
              {wrong.has(tab) ? (
                <Mark className="bg-danger" label="has an error" />
              ) : (
                edited.has(tab) && <Mark className="bg-warning" label="has unsaved changes" />
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Mark({ className, label }: { className: string; label: string }) {
  return (
    <span className={classNames('size-1.5 shrink-0 rounded-full', className)}>
      <span className="sr-only">{label}</span>
    </span>
  );
}
