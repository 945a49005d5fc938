import { useId, type ReactNode } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter } from '#/components/ui/card.tsx';
import type { Onboarding } from './use-onboarding.ts';

interface StepCardProps {
  title: string;
  description: ReactNode;
  onboarding: Onboarding;
  /** At the right of the footer: the button that goes on. */
  action?: ReactNode;
  /** Leaves the step for later, where that is not all to do. */
  onSkip?: () => void;
  children?: ReactNode;
}

/** One step: what it is for, what to do, and the ways back and past it. */
export function StepCard({
  title,
  description,
  onboarding: { plan, index, next, goTo },
  action,
  onSkip = () => next.mutate(null),
  children,
}: StepCardProps) {
  const headingId = useId();
  return (
    <Card aria-labelledby={headingId}>
      <CardBody className="grid gap-6 sm:p-6">
        <div className="grid gap-1">
          <h2 id={headingId} className="text-base font-semibold">
            {title}
          </h2>
          <p className="max-w-prose text-[13px] text-pretty text-muted">{description}</p>
        </div>
        {children}
      </CardBody>
      <CardFooter>
        <div>
          {index > 0 && (
            <Button variant="ghost" onClick={() => goTo.mutate(index - 1)} disabled={next.isPending}>
              Back
            </Button>
          )}
        </div>
        <div className="flex gap-2">
          {plan[index]?.optional && (
            <Button variant="ghost" onClick={onSkip} disabled={next.isPending}>
              Skip for now
            </Button>
          )}
          {action}
        </div>
      </CardFooter>
    </Card>
  );
}
