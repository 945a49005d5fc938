import { Building2, CircleCheck } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { useAccount } from '#/session/account.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

// Forms bring their checks along: they come when one is opened.
const CreateSubAccountDialog = lazy(() => import('#/features/agency/create-sub-account-dialog.tsx'));

/** An agency's agents live in its clients' accounts. */
export function ClientStep({ onboarding }: { onboarding: Onboarding }) {
  const { next } = onboarding;
  const [first] = useAccount().context.available_sub_accounts;
  const [creating, setCreating] = useState(false);
  const close = (): void => setCreating(false);
  return (
    <StepCard
      title="Your first client"
      description="Each client gets an account under your brand, with its own agents, numbers, calls, and team."
      onboarding={onboarding}
      action={
        <Button
          variant="primary"
          disabled={first === undefined}
          loading={next.isPending}
          onClick={() => next.mutate({ sub_account_id: first?.id })}
        >
          Continue
        </Button>
      }
    >
      {first === undefined ? (
        <div>
          <Button onClick={() => setCreating(true)}>
            <Building2 />
            Create a client
          </Button>
        </div>
      ) : (
        <p className="flex items-center gap-2 text-[13px] font-medium">
          <CircleCheck className="size-4 text-success" aria-hidden="true" />
          {first.name}
        </p>
      )}
      {creating && (
        <Suspense>
          <CreateSubAccountDialog onClose={close} onCreated={close} />
        </Suspense>
      )}
    </StepCard>
  );
}
