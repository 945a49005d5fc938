import { ArrowUpRight, CopyPlus, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#/components/ui/menu.tsx';
import { useAccount } from '#/session/account.ts';
import { CopyAgentDialog } from './copy-agent-dialog.tsx';
import type { AgencyAgent } from './agency-agents-search.ts';
import { useOpenAgent } from './use-open-agent.ts';

/** What an agency can do with an agent of a sub-account. */
export function AgencyAgentMenu({ agent }: { agent: AgencyAgent }) {
  const { isAdmin } = useAccount();
  const [copying, setCopying] = useState(false);
  const openAgent = useOpenAgent();
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions for ${agent.name} of ${agent.sub_account_name}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<ArrowUpRight />} onSelect={() => void openAgent(agent)}>
          Open in {agent.sub_account_name}
        </MenuItem>
        {isAdmin && (
          <MenuItem icon={<CopyPlus />} onSelect={() => setCopying(true)}>
            Copy to another client
          </MenuItem>
        )}
      </Menu>
      {copying && <CopyAgentDialog agent={agent} onClose={() => setCopying(false)} />}
    </>
  );
}
