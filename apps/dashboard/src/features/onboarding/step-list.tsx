import { Check } from 'lucide-react';
import { classNames } from '#/components/class-names.ts';
import { isOver } from './plan.ts';
import type { Onboarding } from './use-onboarding.ts';

/** What is done, what comes next, and the way back. */
export function StepList({ onboarding: { plan, index, progress, goTo } }: { onboarding: Onboarding }) {
  return (
    <nav aria-label="Steps">
      <ol className="flex gap-2">
        {plan.map((step, place) => {
          const over = isOver(step, progress);
          const current = place === index;
          return (
            <li key={step.id} className="min-w-0 flex-1">
              <button
                type="button"
                disabled={!over && !current}
                aria-current={current ? 'step' : undefined}
                onClick={() => goTo.mutate(place)}
                className={classNames(
                  'grid w-full gap-2 border-t-2 pt-2 text-left text-[13px] max-sm:min-h-11',
                  over || current ? 'border-brand-text' : 'border-line-strong text-muted',
                  current ? 'font-medium' : 'text-muted enabled:hover:text-ink',
                )}
              >
                <span className={classNames('flex items-center gap-1.5', !current && 'max-sm:sr-only')}>
                  {over && <Check className="size-3.5 shrink-0 text-brand-text" aria-label="Done:" />}
                  <span className="truncate">{step.title}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
