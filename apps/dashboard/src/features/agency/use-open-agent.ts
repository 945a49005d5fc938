import { useRouter } from '@tanstack/react-router';
import { useSwitchAccount } from '#/shell/switch-account.ts';
import type { AgencyAgent } from './agency-agents-search.ts';

/** Shows an agent where it belongs: its page is one of its sub-account's. */
export function useOpenAgent(): (agent: Pick<AgencyAgent, 'id' | 'tenant_id' | 'sub_account_name'>) => Promise<void> {
  const switchAccount = useSwitchAccount();
  const router = useRouter();
  return async ({ id, tenant_id, sub_account_name }) => {
    await switchAccount({ id: tenant_id, name: sub_account_name });
    await router.navigate({ to: '/agents/$agentId', params: { agentId: id } });
  };
}
