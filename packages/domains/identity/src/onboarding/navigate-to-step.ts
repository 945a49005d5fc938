import type { TenantContext } from '@leadlock/context/context';
import { changeProgress } from './progress.ts';
import type { OnboardingProgress } from './schemas.ts';
import { requireVisitable } from './steps.ts';

/** Shows a step that is done, or the current one again. @throws bad_request for every other step. */
export const navigateToStep = (ctx: TenantContext, step: number): Promise<OnboardingProgress> =>
  changeProgress(ctx, (row) => {
    requireVisitable(row, step);
    return { current_step: step };
  });
