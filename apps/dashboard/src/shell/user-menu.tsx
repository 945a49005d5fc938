import { Link } from '@tanstack/react-router';
import { ChevronsUpDown, CircleUserRound, LogOut } from 'lucide-react';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '#/components/ui/menu.tsx';
import { useAccount } from '#/session/account.ts';
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
        <Link to="/settings/profile">
          <CircleUserRound />
          Your profile
        </Link>
      </MenuItem>
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
