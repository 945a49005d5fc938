import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bug, ChevronsUpDown, CircleQuestionMark, LogOut, Mail, Settings } from 'lucide-react';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '#/components/ui/menu.tsx';
import { brandingQuery, useAccount } from '#/session/account.ts';
import { useSignOut } from '#/session/use-sign-out.ts';
import { changeTheme, THEMES, useTheme, type Theme } from './theme.ts';

const THEME_NAMES: Record<Theme, string> = { light: 'Light', dark: 'Dark', system: 'System' };

export function UserMenu() {
  const { user, tenant } = useAccount();
  const theme = useTheme();
  const signOut = useSignOut();
  const name = user.full_name ?? user.email;
  return (
    <Menu
      side="top"
      align="start"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex shrink-0 items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors hover:bg-hover max-sm:min-h-11"
        >
          <Avatar name={name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-[13px] font-medium">{name}</span>
            <span className="block truncate text-xs text-muted">{tenant.name}</span>
            <span className="sr-only">Account menu</span>
          </span>
          <ChevronsUpDown className="size-3.5 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuLabel>{user.email}</MenuLabel>
      <MenuItem asChild>
        <Link to="/settings/account">
          <Settings />
          Your account
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link to="/report-issue" search={() => ({ from: location.pathname + location.search })}>
          <Bug />
          Report a problem
        </Link>
      </MenuItem>
      <AgencySupport />
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuRadioGroup
        label="Theme"
        value={theme}
        onValueChange={(value) => changeTheme(THEMES.find((known) => known === value) ?? 'system')}
        options={THEMES.map((value) => ({ value, label: THEME_NAMES[value] }))}
      />
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** Where an agency's clients find help: with the agency. */
function AgencySupport() {
  const { tenant } = useAccount();
  const { data: branding } = useQuery(brandingQuery());
  if (tenant.tenant_type !== 'sub_account' || branding === undefined) return null;
  return (
    <>
      {branding.support_url && (
        <MenuItem asChild>
          <a href={branding.support_url} target="_blank" rel="noopener noreferrer">
            <CircleQuestionMark />
            Help
          </a>
        </MenuItem>
      )}
      {branding.support_email && (
        <MenuItem asChild>
          <a href={`mailto:${branding.support_email}`}>
            <Mail />
            Contact support
          </a>
        </MenuItem>
      )}
    </>
  );
}
