import { lazy, Suspense } from 'react';
import { useAccount } from '#/session/account.ts';

// Few accounts need it, and only on their first day: the others do not load it.
const VerificationNeeded = lazy(() => import('./verification-needed.tsx'));

/** Asks for the address to be verified, while it is not. */
export function VerificationBanner() {
  const { context } = useAccount();
  if (context.email_verified) return null;
  return (
    <Suspense fallback={null}>
      <VerificationNeeded />
    </Suspense>
  );
}
