import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAccount } from '#/session/account.ts';
import { settingsFor } from '#/shell/navigation.ts';

/** The settings' own way around, above each of their pages. */
export function SettingsLayout() {
  const account = useAccount();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On phones the later pages' names lie beyond the edge.
    nav.current?.querySelector(`[href$="${pathname}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <>
      <nav ref={nav} aria-label="Settings" className="overflow-x-auto border-b bg-surface px-4 sm:px-8">
        <ul className="mx-auto flex max-w-7xl gap-5">
          {settingsFor(account).map(({ to, label }) => (
            <li key={to}>
              <Link
                to={to}
                className="flex h-11 items-center border-b-2 text-[13px] font-medium whitespace-nowrap transition-colors hover:text-ink"
                activeProps={{ className: 'border-brand-text text-ink', 'aria-current': 'page' }}
                inactiveProps={{ className: 'border-transparent text-muted' }}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}
