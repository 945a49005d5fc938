import { Check } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Button } from './button.tsx';
import { Card, CardBody, CardFooter } from './card.tsx';

export interface WizardStep {
  id: string;
  title: string;
  /** Done or skipped: it can be gone back to. */
  isOver: boolean;
}

interface WizardStepsProps {
  steps: readonly WizardStep[];
  /** The step that is shown. */
  current: string;
  onGoTo: (id: string) => void;
}

/**
 * What is done, what comes next, and the way back. Which step is shown, and what was entered, is the page's to keep, so that
 * it is there again after a reload and on another device.
 */
export function WizardSteps({ steps, current, onGoTo }: WizardStepsProps) {
  return (
    <nav aria-label="Steps">
      <ol className="flex gap-2">
        {steps.map(({ id, title, isOver }) => {
          const isCurrent = id === current;
          return (
            <li key={id} className="min-w-0 flex-1">
              <button
                type="button"
                disabled={!isOver && !isCurrent}
                aria-current={isCurrent ? 'step' : undefined}
                onClick={() => onGoTo(id)}
                className={classNames(
                  'grid w-full gap-2 border-t-2 pt-2 text-left text-[13px] max-sm:min-h-11',
                  isOver || isCurrent ? 'border-brand-text' : 'border-line-strong text-muted',
                  isCurrent ? 'font-medium' : 'text-muted enabled:hover:text-ink',
                )}
              >
                <span className={classNames('flex items-center gap-1.5', !isCurrent && 'max-sm:sr-only')}>
                  {isOver && <Check className="size-3.5 shrink-0 text-brand-text" aria-label="Done:" />}
                  <span className="truncate">{title}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

interface WizardCardProps {
  title: string;
  description: ReactNode;
  /** Absent on the first step. */
  onBack?: () => void;
  /** Leaves the step for later; absent where it has to be done. */
  onSkip?: () => void;
  /** What was entered is being kept: there is no way but on. */
  busy?: boolean;
  /** At the right of the footer: the button that goes on. */
  action?: ReactNode;
  /** Fields, dialogs' buttons, a test call. */
  children?: ReactNode;
}

/** One step: what it is for, what to do, and the ways back and past it. */
export function WizardCard({ title, description, onBack, onSkip, busy, action, children }: WizardCardProps) {
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
          {onBack && (
            <Button variant="ghost" onClick={onBack} disabled={busy}>
              Back
            </Button>
          )}
        </div>
        <div className="flex gap-2">
          {onSkip && (
            <Button variant="ghost" onClick={onSkip} disabled={busy}>
              Skip for now
            </Button>
          )}
          {action}
        </div>
      </CardFooter>
    </Card>
  );
}
