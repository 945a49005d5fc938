import { Link, useLocation } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Logo } from '#/brand/logo.tsx';
import { useAccount } from '#/session/account.ts';
import { AccountSwitcher } from './account-switcher.tsx';
import { useCollapsedGroups } from './collapsed-groups.ts';
import { HelpMenu } from './help-menu.tsx';
import { activeItem, navigationFor, type NavigationItem, type NavigationSection } from './navigation.ts';
import { SearchButton } from './search-button.tsx';
import { UserMenu } from './user-menu.tsx';

interface SidebarProps {
  onSearch: () => void;
  onShortcuts: () => void;
  onNavigate?: () => void;
}

/** The account on top, its pages in groups, and the person at the bottom. */
export function Sidebar({ onSearch, onShortcuts, onNavigate }: SidebarProps) {
  const account = useAccount();
  const { pathname } = useLocation();
  const sections = navigationFor(account);
  const active = activeItem(sections, pathname);
  const [collapsed, toggle] = useCollapsedGroups();
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto px-3 py-3">
      <Link to="/" className="rounded-md px-2 py-1" onClick={onNavigate}>
        <Logo />
      </Link>
      {account.tenant.tenant_type === 'agency' && <AccountSwitcher onSwitch={onNavigate} />}
      <SearchButton onClick={onSearch} />
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4">
        {sections.map((section) => (
          <Group
            key={section.items[0]?.to}
            section={section}
            active={active}
            closed={section.label !== null && collapsed.includes(section.label)}
            onToggle={toggle}
            onNavigate={onNavigate}
            end={section.last && <HelpMenu onShortcuts={onShortcuts} />}
          />
        ))}
      </nav>
      <UserMenu />
    </div>
  );
}

interface GroupProps {
  section: NavigationSection;
  active: NavigationItem | undefined;
  closed: boolean;
  onToggle: (label: string) => void;
  onNavigate?: () => void;
  /** What follows the pages. */
  end?: ReactNode;
}

/** A closed group still shows the page that is open. */
function Group({ section: { label, items, last }, active, closed, onToggle, onNavigate, end }: GroupProps) {
  const [moved, setMoved] = useState(false);
  const shown = closed ? items.filter((item) => item === active) : items;
  return (
    <div className={classNames('flex flex-col gap-0.5', last && 'mt-auto')}>
      {label !== null && (
        <h2>
          <button
            type="button"
            aria-expanded={!closed}
            onClick={() => {
              setMoved(true);
              onToggle(label);
            }}
            className="group flex h-7 w-full items-center gap-1 rounded-md px-2.5 text-xs font-medium text-muted hover:text-ink max-sm:h-11"
          >
            {label}
            <ChevronDown
              aria-hidden="true"
              className={classNames(
                'size-3 transition-transform duration-150',
                closed ? '-rotate-90' : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
              )}
            />
          </button>
        </h2>
      )}
      {shown.map((item) => (
        <SidebarLink
          key={item.to}
          item={item}
          active={item === active}
          appears={moved && item !== active}
          onNavigate={onNavigate}
        />
      ))}
      {end}
    </div>
  );
}

interface SidebarLinkProps {
  item: NavigationItem;
  active: boolean;
  /** Its group has just been opened. */
  appears: boolean;
  onNavigate?: () => void;
}

function SidebarLink({ item: { to, label, icon: Icon }, active, appears, onNavigate }: SidebarLinkProps) {
  return (
    <Link
      to={to}
      onClick={onNavigate}
      aria-current={active ? 'page' : undefined}
      // The router would mark a page and those above it.
      activeProps={{ 'aria-current': active ? 'page' : undefined }}
      className={classNames(
        'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-[13px] font-medium transition-colors duration-100 hover:bg-hover hover:text-ink max-sm:h-11',
        active ? 'bg-hover text-ink' : 'text-muted',
        appears && 'animate-appear',
      )}
    >
      <Icon className={classNames('size-4 shrink-0', active && 'text-brand-text')} aria-hidden="true" />
      {label}
    </Link>
  );
}
