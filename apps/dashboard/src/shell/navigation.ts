import type { LinkProps } from '@tanstack/react-router';
import {
  Bot,
  Building2,
  House,
  type LucideIcon,
  Paintbrush,
  Phone,
  PhoneCall,
  Plug,
  ReceiptText,
  Settings,
} from 'lucide-react';
import type { Account } from '#/session/account.ts';

export interface NavigationItem {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: LucideIcon;
  /** The key that opens the page after `g`. */
  key: string;
  /** Words under which the command palette finds it, besides its name. */
  keywords?: string[];
}

export interface NavigationSection {
  /** Null: always open, without a heading. */
  label: string | null;
  items: NavigationItem[];
  /** At the end of the sidebar. */
  last?: boolean;
}

const HOME: NavigationItem = { to: '/', label: 'Home', icon: House, key: 'h', keywords: ['dashboard', 'overview'] };
const CALLS: NavigationItem = {
  to: '/calls',
  label: 'Calls',
  icon: PhoneCall,
  key: 'c',
  keywords: ['transcripts', 'recordings', 'live'],
};
const AGENTS: NavigationItem = { to: '/agents', label: 'Agents', icon: Bot, key: 'a', keywords: ['voices', 'prompts'] };
const PHONE_NUMBERS: NavigationItem = {
  to: '/phone-numbers',
  label: 'Phone numbers',
  icon: Phone,
  key: 'n',
  keywords: ['import', 'twilio'],
};
const CLIENTS: NavigationItem = {
  to: '/clients',
  label: 'Clients',
  icon: Building2,
  key: 'l',
  keywords: ['sub-accounts', 'customers'],
};
const CLIENT_CALLS: NavigationItem = { ...CALLS, to: '/clients/calls', keywords: ['live', 'all calls'] };
const CLIENT_AGENTS: NavigationItem = { ...AGENTS, to: '/clients/agents', keywords: ['copy', 'all agents'] };
const USAGE: NavigationItem = {
  to: '/usage',
  label: 'Usage and margins',
  icon: ReceiptText,
  key: 'u',
  keywords: ['billing', 'csv', 'minutes'],
};
const BRAND: NavigationItem = {
  to: '/brand',
  label: 'Brand and domain',
  icon: Paintbrush,
  key: 'b',
  keywords: ['logo', 'white label', 'colors'],
};
const INTEGRATIONS: NavigationItem = {
  to: '/integrations',
  label: 'Integrations',
  icon: Plug,
  key: 'i',
  keywords: ['twilio', 'crm', 'gohighlevel'],
};
const SETTINGS: NavigationItem = {
  to: '/settings',
  label: 'Settings',
  icon: Settings,
  key: 's',
  keywords: ['account', 'team', 'keys'],
};

/** What of an account decides which pages it has. */
type Reader = Pick<Account, 'isAgency' | 'isAdmin'>;

/** Every page that an account can open, in the sidebar's order. An agency's agents and calls are its clients'. */
export function navigationFor({ isAgency, isAdmin }: Reader): NavigationSection[] {
  if (!isAgency) {
    return [
      { label: null, items: [HOME, CALLS] },
      { label: 'Build', items: [AGENTS, PHONE_NUMBERS] },
      { label: null, items: [INTEGRATIONS, SETTINGS], last: true },
    ];
  }
  return [
    { label: null, items: [HOME, CLIENTS, CLIENT_CALLS, CLIENT_AGENTS, PHONE_NUMBERS] },
    { label: 'Money', items: [USAGE] },
    { label: null, items: isAdmin ? [BRAND, INTEGRATIONS, SETTINGS] : [INTEGRATIONS, SETTINGS], last: true },
  ];
}

/** The item that a page belongs to: the one with the longest address that the page's begins with. */
export function activeItem(sections: readonly NavigationSection[], pathname: string): NavigationItem | undefined {
  const holds = ({ to }: NavigationItem): boolean => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));
  return sections
    .flatMap(({ items }) => items)
    .filter(holds)
    .toSorted((a, b) => b.to.length - a.to.length)[0];
}

export interface SettingsPage {
  to: NonNullable<LinkProps['to']>;
  label: string;
  /** Absent: everybody. */
  visible?: (account: Reader) => boolean;
}

export interface SettingsGroup {
  label: string;
  pages: SettingsPage[];
}

const isAdmin = (account: Reader): boolean => account.isAdmin;

const SETTINGS_GROUPS: SettingsGroup[] = [
  { label: 'You', pages: [{ to: '/settings/profile', label: 'Profile' }] },
  {
    label: 'Workspace',
    pages: [
      { to: '/settings/general', label: 'General' },
      { to: '/settings/team', label: 'Team' },
      { to: '/settings/notifications', label: 'Notifications' },
      { to: '/settings/compliance', label: 'Compliance' },
      { to: '/settings/audit-log', label: 'Audit log', visible: isAdmin },
    ],
  },
  {
    label: 'Developers',
    pages: [
      { to: '/settings/api-keys', label: 'API keys', visible: isAdmin },
      { to: '/settings/webhooks', label: 'Webhooks', visible: isAdmin },
    ],
  },
];

/** The pages of the settings that somebody can open, in the rail's groups. */
export const settingsFor = (account: Reader): SettingsGroup[] =>
  SETTINGS_GROUPS.map(({ label, pages }) => ({
    label,
    pages: pages.filter(({ visible }) => visible?.(account) ?? true),
  })).filter(({ pages }) => pages.length > 0);

/**
 * Where somebody stays who goes from one account to another: at the page that they are on, or the list that it belongs to,
 * if the other account has it, and else at Home.
 */
export function pageToStayOn(pathname: string, from: Reader, to: Reader): NonNullable<LinkProps['to']> {
  const settings = settingsFor(to).flatMap(({ pages }) => pages);
  const page = settings.find((each) => each.to === pathname) ?? activeItem(navigationFor(from), pathname);
  const all = [...navigationFor(to).flatMap(({ items }) => items), ...settings];
  return page !== undefined && all.some((each) => each.to === page.to) ? page.to : '/';
}
