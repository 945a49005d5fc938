import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAccount } from '#/session/account.ts';
import { settingsFor } from '#/shell/navigation.ts';

/** The settings' own navigation: a rail beside their pages, on small screens a row above them. */
export function SettingsLayout() {
  const account = useAccount();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On phones the later pages' names lie beyond the edge.
    nav.current?.querySelector(`[href$="${pathname}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <div className="mx-auto flex w-full max-w-7xl max-xl:flex-col">
      <nav
        ref={nav}
        aria-label="Settings"
        className="shrink-0 max-xl:overflow-x-auto max-xl:border-b max-xl:px-4 sm:max-xl:px-8 xl:sticky xl:top-(--covered) xl:w-52 xl:self-start xl:py-6 xl:pl-8"
      >
        <div className="flex gap-5 xl:flex-col">
          {settingsFor(account).map(({ label, pages }) => (
            <section key={label} aria-label={label} className="contents xl:flex xl:flex-col xl:gap-0.5">
              <h2 className="px-2.5 pb-1 text-xs font-medium text-muted max-xl:hidden">{label}</h2>
              {pages.map(({ to, label: name }) => (
                <Link
                  key={to}
                  to={to}
                  className="flex h-11 items-center border-b-2 text-[13px] font-medium whitespace-nowrap transition-colors hover:text-ink xl:h-8 xl:rounded-md xl:border-0 xl:px-2.5 xl:hover:bg-hover"
                  activeProps={{ className: 'border-brand-text text-ink xl:bg-hover', 'aria-current': 'page' }}
                  inactiveProps={{ className: 'border-transparent text-muted' }}
                >
                  {name}
                </Link>
              ))}
            </section>
          ))}
        </div>
      </nav>
      <div className="min-w-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}
