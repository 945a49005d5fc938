import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import {
  ArrowLeft,
  Bot,
  Building2,
  LogOut,
  Moon,
  Phone,
  PhoneCall,
  Plus,
  Settings,
  Sun,
  type LucideIcon,
} from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { inBackground } from '#/in-background.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { agentNamesQuery } from '#/features/agents/agents-queries.ts';
import { useOpenAgent } from '#/features/agency/use-open-agent.ts';
import { useOpenCall } from '#/features/agency/use-open-call.ts';
import { partyOf } from '#/features/calls/call-party.ts';
import { givenName } from '#/features/phone-numbers/given-name.ts';
import { formatNumber } from '#/format/number.ts';
import { formatPhone } from '#/format/phone.ts';
import { formatDateTime } from '#/format/date.ts';
import { useRested } from '#/search/use-rested.ts';
import { useAccount } from '#/session/account.ts';
import { useSignOut } from '#/session/use-sign-out.ts';
import { findAccounts } from './find-accounts.ts';
import { navigationFor, settingsFor } from './navigation.ts';
import { useSwitchAccount } from './switch-account.ts';
import { changeTheme } from './theme.ts';

/** More than anybody reads; a list of thousands would take seconds to draw. */
const MOST_ACCOUNTS = 50;

/** Goes to any page, agent, number, call or sub-account, and does the common things, by typing. An agency's are its clients'. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const account = useAccount();
  const navigate = useNavigate();
  const switchAccount = useSwitchAccount();
  const signOut = useSignOut();
  const [text, setText] = useState('');
  const search = useRested(text.trim());
  const agents = useFoundAgents(search, account.isAgency);
  const numbers = useQuery({
    ...trpc.phoneNumbers.search.queryOptions({ search, limit: MOST_FOUND }),
    placeholderData: keepPreviousData,
  });
  const calls = useFoundCalls(search, account.isAgency);
  const found = findAccounts(account.context.available_sub_accounts, text, MOST_ACCOUNTS);
  const run = (act: () => unknown) => () => {
    onClose();
    inBackground(Promise.resolve(act()));
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-black/40 transition-opacity duration-150 starting:opacity-0" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl border bg-raised shadow-raised outline-none transition-[opacity,scale] duration-150 starting:scale-98 starting:opacity-0"
        >
          <Dialog.Title className="sr-only">Search or go to</Dialog.Title>
          <Command label="Search or go to" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Type a command or search"
              className="h-12 w-full border-b bg-transparent px-4 text-[15px] outline-none placeholder:text-muted"
            />
            <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-2">
              <Command.Empty className="p-6 text-center text-muted">No results</Command.Empty>
              <Group heading="Go to">
                {navigationFor(account).flatMap(({ items }) =>
                  items.map(({ to, label, icon, keywords }) => (
                    <Item key={to} icon={icon} keywords={keywords} onSelect={run(() => navigate({ to }))}>
                      {label}
                    </Item>
                  )),
                )}
                {settingsFor(account)
                  .flatMap(({ pages }) => pages)
                  .map(({ to, label }) => (
                    <Item key={to} value={`settings ${label}`} icon={Settings} onSelect={run(() => navigate({ to }))}>
                      Settings: {label}
                    </Item>
                  ))}
              </Group>
              <Group heading="Do">
                {!account.isAgency && (
                  <Item icon={Plus} onSelect={run(() => navigate({ to: '/agents/new' }))}>
                    New agent
                  </Item>
                )}
                {account.isAgency && account.isAdmin && (
                  <Item
                    icon={Plus}
                    keywords={['client']}
                    onSelect={run(() => navigate({ to: '/clients', search: { create: true } }))}
                  >
                    New client
                  </Item>
                )}
                {account.acting !== null && (
                  <Item icon={ArrowLeft} keywords={['agency']} onSelect={run(() => switchAccount(null))}>
                    Back to {account.tenant.name}
                  </Item>
                )}
                <Item icon={Moon} keywords={['theme']} onSelect={run(() => changeTheme('dark'))}>
                  Dark mode
                </Item>
                <Item icon={Sun} keywords={['theme']} onSelect={run(() => changeTheme('light'))}>
                  Light mode
                </Item>
                <Item icon={LogOut} keywords={['log out']} onSelect={run(signOut)}>
                  Sign out
                </Item>
              </Group>
              {agents.length > 0 && (
                <Group heading="Agents">
                  {agents.map(({ id, name, ownedBy, open }) => (
                    <Item key={id} value={`agent ${name} ${id}`} icon={Bot} onSelect={run(open)}>
                      {name}
                      {ownedBy !== undefined && <Aside>{ownedBy}</Aside>}
                    </Item>
                  ))}
                </Group>
              )}
              {numbers.data && numbers.data.phone_numbers.length > 0 && (
                <Group heading="Phone numbers">
                  {numbers.data.phone_numbers.map((number) => (
                    <Item
                      key={number.id}
                      value={`number ${number.phone_number} ${number.id}`}
                      keywords={[formatPhone(number.phone_number), givenName(number) ?? '']}
                      icon={Phone}
                      onSelect={run(() => navigate({ to: '/phone-numbers', search: { q: number.phone_number } }))}
                    >
                      {formatPhone(number.phone_number)}
                      <Aside>{givenName(number)}</Aside>
                    </Item>
                  ))}
                </Group>
              )}
              {calls.length > 0 && (
                <Group heading="Calls">
                  {calls.map(({ call, ownedBy, open }) => (
                    <Item
                      key={call.id}
                      // The api found it by what is typed, which need not stand in what is shown.
                      value={`call ${call.id} ${text}`}
                      icon={PhoneCall}
                      onSelect={run(open)}
                    >
                      {partyOf(call).title}
                      <Aside>{[ownedBy, formatDateTime(new Date(call.started_at))].filter(Boolean).join(' · ')}</Aside>
                    </Item>
                  ))}
                </Group>
              )}
              {found.shown.length > 0 && (
                <Group heading="Work in">
                  {found.shown.map(({ id, name, slug }) => (
                    <Item
                      key={id}
                      value={`work in ${name} ${id}`}
                      keywords={[slug]}
                      icon={Building2}
                      onSelect={run(() => switchAccount({ id, name }))}
                    >
                      {name}
                    </Item>
                  ))}
                  {found.more > 0 && (
                    <p className="px-2.5 py-1.5 text-xs text-muted">
                      And {formatNumber(found.more)} more. Type to find one.
                    </p>
                  )}
                </Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Fewer letters match nearly every call. */
const SHORTEST_SEARCH = 3;
const MOST_CALLS = 5;
/** Agents, and numbers: more than anybody reads. */
const MOST_FOUND = 20;

interface FoundAgent {
  id: string;
  name: string;
  /** The client's name, for an agency. */
  ownedBy?: string;
  open: () => unknown;
}

/** Agents with what is typed in their name. */
function useFoundAgents(search: string, isAgency: boolean): FoundAgent[] {
  const navigate = useNavigate();
  const openOfClient = useOpenAgent();
  const own = useQuery({
    ...agentNamesQuery(search, MOST_FOUND),
    enabled: !isAgency,
    placeholderData: keepPreviousData,
  });
  const ofClients = useQuery({
    ...trpc.agency.agents.search.queryOptions({ search, limit: MOST_FOUND }),
    enabled: isAgency,
    placeholderData: keepPreviousData,
  });
  if (isAgency) {
    return (ofClients.data?.agents ?? []).map((agent) => ({
      id: agent.id,
      name: agent.name,
      ownedBy: agent.sub_account_name,
      open: () => openOfClient(agent),
    }));
  }
  return (own.data?.agents ?? []).map(({ id, name }) => ({
    id,
    name,
    open: () => navigate({ to: '/agents/$agentId', params: { agentId: id } }),
  }));
}

interface FoundCall {
  call: Outputs['calls']['search']['calls'][number];
  /** The account's name, for an agency. */
  ownedBy?: string;
  open: () => unknown;
}

/** The latest calls with what is typed in a number, a name or a transcript. */
function useFoundCalls(search: string, isAgency: boolean): FoundCall[] {
  const navigate = useNavigate();
  const openOfAccount = useOpenCall();
  const isSearch = search.length >= SHORTEST_SEARCH;
  const own = useQuery({
    ...trpc.calls.search.queryOptions({ search, limit: MOST_CALLS, offset: 0 }),
    enabled: isSearch && !isAgency,
  });
  const ofAll = useQuery({
    ...trpc.agency.calls.list.queryOptions({ search, limit: MOST_CALLS }),
    enabled: isSearch && isAgency,
  });
  if (!isSearch) return [];
  if (isAgency) {
    return (ofAll.data?.calls ?? []).map((call) => ({
      call,
      ownedBy: call.account_name,
      open: () => openOfAccount(call),
    }));
  }
  return (own.data?.calls ?? []).map((call) => ({
    call,
    open: () => navigate({ to: '/calls/$callId', params: { callId: call.id } }),
  }));
}

const Aside = ({ children }: { children: ReactNode }) => (
  <span className="ml-auto truncate pl-4 text-xs text-muted">{children}</span>
);

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  icon: LucideIcon;
  value?: string;
  keywords?: string[];
  onSelect: () => void;
  children: ReactNode;
}

function Item({ icon: Icon, children, ...props }: ItemProps) {
  return (
    <Command.Item
      {...props}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 aria-selected:bg-hover max-sm:h-11"
    >
      <Icon className="size-4 text-muted" aria-hidden="true" />
      {children}
    </Command.Item>
  );
}
