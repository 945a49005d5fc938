import { useRouter } from '@tanstack/react-router';
import type { Outputs } from '#/api/trpc.ts';
import { useAccount } from '#/session/account.ts';
import { useSwitchAccount } from '#/shell/switch-account.ts';

export type AgencyCall = Outputs['agency']['calls']['list']['calls'][number];

/** Shows a call where it belongs: its page is one of its account's. */
export function useOpenCall(): (call: AgencyCall) => Promise<void> {
  const switchAccount = useSwitchAccount();
  const router = useRouter();
  const { tenant } = useAccount();
  return async ({ id, tenant_id, account_name }) => {
    if (tenant_id !== tenant.id && !(await switchAccount({ id: tenant_id, name: account_name }))) return;
    await router.navigate({ to: '/calls/$callId', params: { callId: id } });
  };
}
