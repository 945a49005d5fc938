import { Outlet } from '@tanstack/react-router';
import { Menu, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Kbd } from '#/components/ui/kbd.tsx';
import { Sheet } from '#/components/ui/sheet.tsx';
import { useActingAccount } from '#/session/acting-account.ts';
import { ActingBanner } from './acting-banner.tsx';
import { NotificationBell } from './notification-bell.tsx';
import { shortcutName } from './shortcut-name.ts';
import { Sidebar } from './sidebar.tsx';
import { VerificationBanner } from './verification-banner.tsx';
import { useShortcut } from './use-shortcut.ts';

// Most visits never open it.
const CommandPalette = lazy(() => import('./command-palette.tsx'));

/** The frame around every page behind the sign-in. */
export function AppShell() {
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const acting = useActingAccount();
  useShortcut('k', () => setPaletteOpen((open) => !open));
  return (
    // The banner's height, and how far what sticks to the top covers the page.
    <div
      className={classNames(
        'flex min-h-dvh flex-col [--covered:calc(var(--banner)+3.25rem)]',
        acting === null ? '[--banner:0rem]' : '[--banner:2.75rem] sm:[--banner:2.25rem]',
      )}
    >
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-brand px-4 py-2 text-on-brand focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <ActingBanner />
      <div className="flex flex-1">
        <aside className="sticky top-(--banner) h-[calc(100dvh-var(--banner))] w-60 shrink-0 border-r bg-surface max-lg:hidden">
          <Sidebar />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-(--banner) z-20 flex h-13 items-center gap-2 border-b bg-canvas/90 px-4 backdrop-blur sm:px-6">
            <IconButton label="Menu" className="lg:hidden" onClick={() => setMenuOpen(true)}>
              <Menu />
            </IconButton>
            <button
              type="button"
              onClick={() => setPaletteOpen(true)}
              className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border bg-surface px-2.5 text-[13px] text-muted transition-colors hover:border-line-strong max-sm:h-10 sm:max-w-72"
            >
              <Search className="size-3.5 shrink-0" aria-hidden="true" />
              <span className="truncate">Search or go to…</span>
              <Kbd className="ml-auto max-sm:hidden">{shortcutName('K')}</Kbd>
            </button>
            <div className="ml-auto">
              <NotificationBell />
            </div>
          </header>
          <main id="content" tabIndex={-1} className="flex-1 outline-none">
            <VerificationBanner />
            {/* Another account's page begins anew, without what was typed or chosen in the one before. */}
            <Outlet key={acting?.id} />
          </main>
        </div>
      </div>
      <Sheet open={menuOpen} onOpenChange={setMenuOpen} side="left" title="Menu">
        <Sidebar onNavigate={() => setMenuOpen(false)} />
      </Sheet>
      {paletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
