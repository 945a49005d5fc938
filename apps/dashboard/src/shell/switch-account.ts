import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { actFor, type ActingAccount } from '#/session/acting-account.ts';

/** Acts for a sub-account, or with null for the agency itself. Nothing that was loaded for the one is shown for the other. */
export function useSwitchAccount(): (account: ActingAccount | null) => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return useCallback(
    async (account) => {
      // Leaves pages about rows of the one account before the other's are loaded.
      await router.navigate({ to: '/' });
      actFor(account);
      queryClient.clear();
      await router.invalidate();
    },
    [router, queryClient],
  );
}
