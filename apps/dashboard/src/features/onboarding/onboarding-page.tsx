import { Page } from '#/components/ui/page.tsx';
import { AgentStep } from './agent-step.tsx';
import { BusinessStep } from './business-step.tsx';
import { ClientStep } from './client-step.tsx';
import { NumbersStep } from './numbers-step.tsx';
import { StepList } from './step-list.tsx';
import { TalkStep } from './talk-step.tsx';
import { useOnboarding } from './use-onboarding.ts';

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
  const step = onboarding.plan[onboarding.index];
  if (step === undefined) return null;
  const Step = STEPS[step.id];
  return (
    <Page title="Set up your account" width="narrow">
      <StepList onboarding={onboarding} />
      <Step key={step.id} onboarding={onboarding} />
    </Page>
  );
}
