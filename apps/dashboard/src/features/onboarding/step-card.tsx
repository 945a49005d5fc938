import type { ReactNode } from 'react';
import { WizardCard } from '#/components/ui/wizard.tsx';
import type { Onboarding } from './use-onboarding.ts';

interface StepCardProps {
  title: string;
  description: ReactNode;
  onboarding: Onboarding;
  /** At the right of the footer: the button that goes on. */
  action?: ReactNode;
  /** Leaves the step for later, where that is not all to do; null once there is nothing left to skip. */
  onSkip?: (() => void) | null;
  children?: ReactNode;
}

/** A step of the onboarding, whose progress the api keeps. */
export function StepCard({ onboarding, onSkip, ...card }: StepCardProps) {
  const { plan, index, next, goTo } = onboarding;
  return (
    <WizardCard
      {...card}
      busy={next.isPending}
      onBack={index > 0 ? () => goTo.mutate(index - 1) : undefined}
      onSkip={onSkip === null || !plan[index]?.optional ? undefined : (onSkip ?? (() => next.mutate(null)))}
    />
  );
}
