import { useAccount } from '#/session/account.ts';

/** Whether the api tells this person what vendors charge: owners and admins, but not a sub-account's own. */
export function useSeesCosts(): boolean {
  const { tenant, isAdmin } = useAccount();
  return isAdmin && tenant.tenant_type !== 'sub_account';
}
