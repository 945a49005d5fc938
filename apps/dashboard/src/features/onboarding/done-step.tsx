import { useNavigate } from '@tanstack/react-router';
import { Button } from '#/components/ui/button.tsx';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

export function DoneStep({ onboarding }: { onboarding: Onboarding }) {
  const navigate = useNavigate();
  const { next } = onboarding;
  async function finish(): Promise<void> {
    await next.mutateAsync({ deployed: true });
    await navigate({ to: '/' });
  }
  return (
    <StepCard
      title="You are ready"
      description="Calls show on the home page as they come in: watch them live, read them afterwards, hear them again. What you left for later waits there too."
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={next.isPending} onClick={() => void finish()}>
          Go to your home page
        </Button>
      }
    />
  );
}
