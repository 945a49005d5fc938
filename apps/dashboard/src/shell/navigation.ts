import type { LinkProps } from '@tanstack/react-router';
import {
  Bot,
  Building2,
  ChartNoAxesCombined,
  House,
  type LucideIcon,
  Phone,
  PhoneCall,
  Plug,
  ReceiptText,
  Settings,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { Account } from '#/session/account.ts';

export interface NavigationItem {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: LucideIcon;
  /** Words under which the command palette finds it, besides its name. */
  keywords?: string[];
}

export interface NavigationSection {
  label: string | null;
  items: NavigationItem[];
}

/** Every page that an account can open, in the sidebar's order. */
export function navigationFor({ isAgency, isAdmin }: Account): NavigationSection[] {
  const workspace = isAdmin ? [INTEGRATIONS, WEBHOOKS, SETTINGS] : [INTEGRATIONS, SETTINGS];
  return [
    // An agency's agents are its sub-accounts': it has pages of its own for all of them.
    { label: null, items: isAgency ? MAIN.filter(({ to }) => to !== '/agents') : MAIN },
    ...(isAgency ? [{ label: 'Agency', items: AGENCY }] : []),
    { label: 'Workspace', items: workspace },
  ];
}

const MAIN: NavigationItem[] = [
  { to: '/', label: 'Home', icon: House, keywords: ['dashboard', 'start'] },
  { to: '/calls', label: 'Calls', icon: PhoneCall, keywords: ['transcripts', 'recordings', 'live'] },
  { to: '/agents', label: 'Agents', icon: Bot, keywords: ['voices', 'prompts'] },
  { to: '/phone-numbers', label: 'Phone numbers', icon: Phone, keywords: ['import', 'twilio'] },
];
const AGENCY: NavigationItem[] = [
  { to: '/agency', label: 'Overview', icon: ChartNoAxesCombined, keywords: ['margins', 'trend'] },
  { to: '/agency/sub-accounts', label: 'Sub-accounts', icon: Building2, keywords: ['clients', 'brands'] },
  { to: '/agency/usage', label: 'Usage', icon: ReceiptText, keywords: ['billing', 'csv', 'minutes'] },
  { to: '/agency/agents', label: 'All agents', icon: UsersRound, keywords: ['copy'] },
];
const INTEGRATIONS: NavigationItem = {
  to: '/integrations',
  label: 'Integrations',
  icon: Plug,
  keywords: ['twilio', 'crm', 'gohighlevel'],
};
const WEBHOOKS: NavigationItem = {
  to: '/webhooks',
  label: 'Webhooks',
  icon: Webhook,
  keywords: ['events', 'deliveries'],
};
const SETTINGS: NavigationItem = {
  to: '/settings',
  label: 'Settings',
  icon: Settings,
  keywords: ['account', 'team', 'keys', 'brand'],
};

export interface SettingsPage {
  to: NonNullable<LinkProps['to']>;
  label: string;
  /** Absent: everybody. */
  visible?: (account: Account) => boolean;
}

const isAdmin = (account: Account): boolean => account.isAdmin;

const SETTINGS_PAGES: SettingsPage[] = [
  { to: '/settings/account', label: 'Account' },
  { to: '/settings/team', label: 'Team' },
  { to: '/settings/api-keys', label: 'API keys', visible: isAdmin },
  { to: '/settings/notifications', label: 'Notifications' },
  { to: '/settings/branding', label: 'Brand', visible: (account) => account.isAgency && account.isAdmin },
  { to: '/settings/compliance', label: 'Compliance' },
  { to: '/settings/audit-log', label: 'Audit log', visible: isAdmin },
];

/** The pages below the settings that somebody can open. */
export const settingsFor = (account: Account): SettingsPage[] =>
  SETTINGS_PAGES.filter(({ visible }) => visible?.(account) ?? true);
