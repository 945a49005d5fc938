import { Link } from '@tanstack/react-router';
import { Logo } from '#/brand/logo.tsx';
import { useAccount } from '#/session/account.ts';
import { AccountSwitcher } from './account-switcher.tsx';
import { navigationFor, type NavigationItem } from './navigation.ts';
import { UserMenu } from './user-menu.tsx';

/** The way around: pages by domain, the account on top, the person at the bottom. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const account = useAccount();
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-3 py-4">
      <Link to="/" className="rounded-md px-2 py-1" onClick={onNavigate}>
        <Logo />
      </Link>
      {account.tenant.tenant_type === 'agency' && <AccountSwitcher onSwitch={onNavigate} />}
      <nav aria-label="Main" className="flex flex-1 flex-col gap-5">
        {navigationFor(account).map(({ label, items }) => (
          <div key={label ?? 'main'} className="flex flex-col gap-0.5">
            {label !== null && <h2 className="px-2.5 pb-1 text-xs font-medium text-muted">{label}</h2>}
            {items.map((item) => (
              <SidebarLink key={item.to} item={item} onNavigate={onNavigate} />
            ))}
          </div>
        ))}
      </nav>
      <UserMenu />
    </div>
  );
}

function SidebarLink({
  item: { to, label, icon: Icon },
  onNavigate,
}: {
  item: NavigationItem;
  onNavigate?: () => void;
}) {
  return (
    <Link
      to={to}
      onClick={onNavigate}
      // Only these have pages of the same name below which another item stands for.
      activeOptions={{ exact: to === '/' || to === '/agency' }}
      className="flex h-8 items-center gap-2.5 rounded-md px-2.5 text-[13px] font-medium transition-colors duration-100 hover:bg-hover hover:text-ink max-sm:h-11"
      activeProps={{ className: 'bg-hover text-ink', 'aria-current': 'page' }}
      inactiveProps={{ className: 'text-muted' }}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      {label}
    </Link>
  );
}
