import { Moon, Sun } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { classNames } from '#/components/class-names.ts';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Select } from '#/components/ui/select.tsx';
import { useMediaQuery } from '#/components/use-media-query.ts';
import { changeTheme, useTheme } from '#/shell/theme.ts';
import { GROUPS } from './stories/index.ts';
import type { Story } from './story.tsx';

const STORIES = GROUPS.flatMap(({ stories }) => stories);

const useHash = (): string =>
  useSyncExternalStore(
    (notify) => {
      addEventListener('hashchange', notify);
      return () => removeEventListener('hashchange', notify);
    },
    () => location.hash.slice(1),
  );

/** Every component of the kit in its states, for people who build pages. */
export function StoriesPage() {
  const hash = useHash();
  const story = STORIES.find(({ id }) => id === hash) ?? STORIES[0];
  if (story === undefined) return null;
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <Rail current={story.id} />
      <main
        data-story={story.id}
        className="mx-auto grid w-full max-w-5xl min-w-0 content-start gap-8 px-4 py-6 sm:px-8"
      >
        <Shown key={story.id} story={story} />
      </main>
    </div>
  );
}

function Shown({ story: { title, description, Component } }: { story: Story }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Components`;
    // As after every change of page: whoever uses the keyboard or listens goes on from here.
    heading.current?.focus();
    scrollTo(0, 0);
  }, [title]);
  return (
    <>
      <header>
        <h1 ref={heading} tabIndex={-1} className="text-2xl leading-8 font-semibold tracking-tight outline-none">
          {title}
        </h1>
        <p className="text-[13px] text-muted">{description}</p>
      </header>
      <Component />
    </>
  );
}

function Rail({ current }: { current: string }) {
  return (
    <header className="border-line bg-surface max-lg:flex max-lg:items-center max-lg:gap-2 max-lg:border-b max-lg:p-3 lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:border-r lg:p-3">
      <div className="flex items-center justify-between max-lg:order-last lg:pl-2">
        <p className="text-sm font-semibold max-lg:sr-only">Components</p>
        <ThemeButton />
      </div>
      <div className="min-w-0 flex-1 lg:hidden">
        <Select
          aria-label="Component"
          value={current}
          onValueChange={(id) => {
            location.hash = id;
          }}
          options={STORIES.map(({ id, title }) => ({ value: id, label: title }))}
        />
      </div>
      <nav aria-label="Components" className="mt-2 max-lg:hidden">
        {GROUPS.map(({ title, stories }) => (
          <div key={title} className="mb-4">
            <p className="px-2 py-1 text-xs font-medium text-muted">{title}</p>
            <ul>
              {stories.map((story) => (
                <li key={story.id}>
                  <a
                    href={`#${story.id}`}
                    aria-current={story.id === current ? 'page' : undefined}
                    className={classNames(
                      'block rounded-md px-2 py-1 text-[13px] hover:bg-hover',
                      story.id === current && 'bg-hover font-medium',
                    )}
                  >
                    {story.title}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </header>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark);
  return (
    <IconButton
      label={isDark ? 'Light theme' : 'Dark theme'}
      side="bottom"
      onClick={() => changeTheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <Sun /> : <Moon />}
    </IconButton>
  );
}
