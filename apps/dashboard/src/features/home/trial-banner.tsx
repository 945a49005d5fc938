import { useState } from 'react';
import { Banner } from '#/components/ui/banner.tsx';
import { Time } from '#/components/ui/time.tsx';
import { useAccount } from '#/session/account.ts';
import { daysLeft } from './trial.ts';

const SOON = 3;

/** How long an account may be tried for. A sub-account lives on its agency's. */
export function TrialBanner() {
  const { tenant, acting } = useAccount();
  const [now] = useState(() => Date.now());
  if (tenant.trial_ends_at === null || tenant.stripe_subscription_id !== null || acting !== null) return null;
  const left = daysLeft(tenant.trial_ends_at, now);
  if (left === 0) {
    return (
      <Banner kind="danger" title="Your trial has ended">
        Agents won’t answer calls until you choose a plan.
      </Banner>
    );
  }
  return (
    <Banner
      kind={left <= SOON ? 'warning' : 'info'}
      title={left === 1 ? 'Your trial ends today' : `${left} days left in your trial`}
    >
      Your agents take calls until <Time value={tenant.trial_ends_at} format="datetime" />.
    </Banner>
  );
}
