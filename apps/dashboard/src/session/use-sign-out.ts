import { useCallback } from 'react';
import { currentSession, endSession } from './session.ts';

/**
 * Ends the session here at once, then at the api; a network that is away does not keep anybody signed in. Were it the other
 * way round, pages that are still open would ask with a token that is refused.
 */
export function useSignOut(): () => Promise<void> {
  return useCallback(async () => {
    const session = currentSession();
    endSession();
    if (session === null) return;
    try {
      await fetch('/auth/logout', {
        method: 'POST',
        headers: { authorization: `Bearer ${session.accessToken}` },
        keepalive: true,
      });
    } catch {
      // The tokens have left this browser all the same, and expire by themselves.
    }
  }, []);
}
