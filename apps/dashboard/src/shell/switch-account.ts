import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useAccount } from '#/session/account.ts';
import { actFor, type ActingAccount } from '#/session/acting-account.ts';
import { mayLeave } from './leave-guards.ts';
import { pageToStayOn } from './navigation.ts';

/**
 * Acts for a sub-account, or with null for the agency itself, and stays on the page if the other has it. Nothing that was
 * loaded for the one is shown for the other. False when somebody rather stays with what they have not saved.
 */
export function useSwitchAccount(): (account: ActingAccount | null) => Promise<boolean> {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { isAgency, isAdmin, tenant } = useAccount();
  return useCallback(
    async (account) => {
      // A navigation that is blocked ends with the next one, and would switch then.
      if (!(await mayLeave())) return false;
      // Leaves pages about rows of the one account before the other's are loaded.
      const next = { isAgency: account === null && tenant.tenant_type === 'agency', isAdmin };
      const to = pageToStayOn(router.state.location.pathname, { isAgency, isAdmin }, next);
      await router.navigate({ to, ignoreBlocker: true });
      actFor(account);
      queryClient.clear();
      await router.invalidate();
      return true;
    },
    [router, queryClient, isAgency, isAdmin, tenant.tenant_type],
  );
}
