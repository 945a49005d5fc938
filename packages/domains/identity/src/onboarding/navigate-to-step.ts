import type { TenantContext } from '@leadlock/context/context';
import { changeProgress } from './progress.ts';
import type { OnboardingProgress } from './schemas.ts';
import { requireReached } from './steps.ts';

/** Shows a step that is done, or the next one to do. @throws bad_request for one further on. */
export const navigateToStep = (ctx: TenantContext, step: number): Promise<OnboardingProgress> =>
  changeProgress(ctx, (row) => {
    requireReached(row, step);
    return { current_step: step };
  });
