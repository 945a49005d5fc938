import { lazy, Suspense } from 'react';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { WizardSteps } from '#/components/ui/wizard.tsx';
import { AgentStep } from './agent-step.tsx';
import { BusinessStep } from './business-step.tsx';
import { ClientStep } from './client-step.tsx';
import { NumbersStep } from './numbers-step.tsx';
import { isOver } from './plan.ts';
import { useOnboarding } from './use-onboarding.ts';

// What talks comes with its step.
const TalkStep = lazy(async () => ({ default: (await import('./talk-step.tsx')).TalkStep }));

const STEPS = {
  business: BusinessStep,
  numbers: NumbersStep,
  client: ClientStep,
  agent: AgentStep,
  talk: TalkStep,
};

/** From a new account to an answered call, one thing at a time. */
export function OnboardingPage() {
  const onboarding = useOnboarding();
  const { plan, index, progress, goTo } = onboarding;
  const step = plan[index];
  if (step === undefined) return null;
  const Step = STEPS[step.id];
  return (
    <Page title="Set up your account" width="narrow">
      <WizardSteps
        steps={plan.map((each) => ({ id: each.id, title: each.title, isOver: isOver(each, progress) }))}
        current={step.id}
        onGoTo={(id) => goTo.mutate(plan.findIndex((each) => each.id === id))}
      />
      <Suspense fallback={<Skeleton className="h-88" />}>
        <Step key={step.id} onboarding={onboarding} />
      </Suspense>
    </Page>
  );
}
