import type { TenantContext } from '@leadlock/context/context';
import { completeStep } from './complete-step.ts';
import type { OnboardingProgress } from './schemas.ts';

/** Goes past an optional step. @throws bad_request for one that is not, or whose turn has not come. */
export const skipStep = (ctx: TenantContext, step: number): Promise<OnboardingProgress> =>
  completeStep(ctx, step, { skipped: true });
