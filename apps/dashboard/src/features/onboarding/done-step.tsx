import { useNavigate } from '@tanstack/react-router';
import { Button } from '#/components/ui/button.tsx';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

export function DoneStep({ onboarding }: { onboarding: Onboarding }) {
  const navigate = useNavigate();
  const { next } = onboarding;
  const finish = (): void => next.mutate({ deployed: true }, { onSuccess: () => void navigate({ to: '/' }) });
  return (
    <StepCard
      title="You are ready"
      description="Calls show on the home page as they come in: watch them live, read them afterwards, hear them again. What you left for later waits there too."
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={next.isPending} onClick={finish}>
          Go to your home page
        </Button>
      }
    />
  );
}
