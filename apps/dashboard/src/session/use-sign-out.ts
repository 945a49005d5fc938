import { useCallback } from 'react';
import { api } from '#/api/trpc.ts';
import { actFor } from './acting-account.ts';
import { endSession } from './session.ts';

/** Ends the session here and at the api; a network that is away does not keep anybody signed in. */
export function useSignOut(): () => Promise<void> {
  return useCallback(async () => {
    try {
      await api.auth.logout.mutate();
    } catch {
      // The tokens leave this browser all the same, and expire by themselves.
    }
    actFor(null);
    endSession();
  }, []);
}
