import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BookOpen, Bug, CircleQuestionMark, Keyboard, LifeBuoy, Mail } from 'lucide-react';
import { Menu, MenuItem, MenuSeparator } from '#/components/ui/menu.tsx';
import { brandingQuery, useAccount } from '#/session/account.ts';

/** Where to find help: the agency's for its clients, and the API's documentation for everyone else. */
export function HelpMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { tenant } = useAccount();
  return (
    <Menu
      side="top"
      align="start"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex h-8 items-center gap-2.5 rounded-md px-2.5 text-left text-[13px] font-medium text-muted transition-colors duration-100 hover:bg-hover hover:text-ink max-sm:h-11"
        >
          <CircleQuestionMark className="size-4 shrink-0" aria-hidden="true" />
          Help
        </button>
      }
    >
      <MenuItem icon={<Keyboard />} aside="?" onSelect={onShortcuts}>
        Keyboard shortcuts
      </MenuItem>
      {tenant.tenant_type === 'sub_account' ? (
        <AgencySupport />
      ) : (
        <MenuItem asChild>
          <a href="/docs" target="_blank" rel="noopener noreferrer">
            <BookOpen />
            API reference
          </a>
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/report-issue" search={() => ({ from: location.pathname + location.search })}>
          <Bug />
          Report a problem
        </Link>
      </MenuItem>
    </Menu>
  );
}

/** Where an agency's clients find help: with the agency. */
function AgencySupport() {
  const { data: branding } = useQuery(brandingQuery());
  if (branding === undefined) return null;
  return (
    <>
      {branding.support_url && (
        <MenuItem asChild>
          <a href={branding.support_url} target="_blank" rel="noopener noreferrer">
            <LifeBuoy />
            Help center
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
