import { Outlet } from '@tanstack/react-router';
import { Menu, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { BreadcrumbSlot } from '#/components/ui/page.tsx';
import { Sheet } from '#/components/ui/sheet.tsx';
import { useActingAccount } from '#/session/acting-account.ts';
import { ActingBanner } from './acting-banner.tsx';
import { NotificationBell } from './notification-bell.tsx';
import { Sidebar } from './sidebar.tsx';
import { VerificationBanner } from './verification-banner.tsx';
import { useGoShortcuts } from './use-go-shortcuts.ts';
import { useShortcut } from './use-shortcut.ts';
import { useOutlineEnd } from './use-outline-end.ts';

// Most visits never open them.
const CommandPalette = lazy(() => import('./command-palette.tsx'));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'));

/** The frame around every page behind the sign-in. */
export function AppShell() {
  useOutlineEnd();
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const [breadcrumbs, setBreadcrumbs] = useState<HTMLElement | null>(null);
  const acting = useActingAccount();
  useGoShortcuts(() => setShortcutsOpen(true));
  useShortcut('k', () => setPaletteOpen((open) => !open));
  return (
    // The banner's height, and how far what sticks to the top covers the page.
    <div
      className={classNames(
        'flex min-h-dvh flex-col [--covered:calc(var(--banner)+3rem)]',
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
          <Sidebar onSearch={() => setPaletteOpen(true)} onShortcuts={() => setShortcutsOpen(true)} />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-(--banner) z-20 flex h-12 items-center gap-2 border-b bg-canvas/90 px-4 backdrop-blur sm:px-8">
            <IconButton label="Menu" className="-ml-2 lg:hidden" onClick={() => setMenuOpen(true)}>
              <Menu />
            </IconButton>
            <div ref={setBreadcrumbs} className="min-w-0 flex-1" />
            <IconButton label="Search" className="lg:hidden" onClick={() => setPaletteOpen(true)}>
              <Search />
            </IconButton>
            <NotificationBell />
          </header>
          <main id="content" tabIndex={-1} className="flex-1 outline-none">
            <VerificationBanner />
            {/* Another account's page begins anew, without what was typed or chosen in the one before. */}
            <BreadcrumbSlot value={breadcrumbs}>
              <Outlet key={acting?.id} />
            </BreadcrumbSlot>
          </main>
        </div>
      </div>
      <Sheet open={menuOpen} onOpenChange={setMenuOpen} side="left" title="Menu" flush>
        <Sidebar
          onNavigate={() => setMenuOpen(false)}
          onSearch={() => {
            setMenuOpen(false);
            setPaletteOpen(true);
          }}
          onShortcuts={() => {
            setMenuOpen(false);
            setShortcutsOpen(true);
          }}
        />
      </Sheet>
      {shortcutsOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setShortcutsOpen(false)} />
        </Suspense>
      )}
      {paletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
