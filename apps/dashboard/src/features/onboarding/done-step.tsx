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
      title="You’re ready"
      description="Calls appear on Home as they come in. Watch them live, read the transcript, and listen to the recording. Any steps you skipped are there too."
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={next.isPending} onClick={finish}>
          Go to Home
        </Button>
      }
    />
  );
}
