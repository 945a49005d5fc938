import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { completeStep } from './complete-step.ts';
import { getProgress } from './get-progress.ts';
import { navigateToStep } from './navigate-to-step.ts';
import { resetProgress } from './reset-progress.ts';
import { OnboardingProgress, StepPath, StepUpdateRequest } from './schemas.ts';
import { skipStep } from './skip-step.ts';

const tag = 'Onboarding';
const whoMay = 'Owners and admins only. Agencies name the sub-account in `X-Sub-Account-Id`.';

const fresh: OnboardingProgress = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8f01',
  tenant_id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
  current_step: 1,
  completed_steps: [],
  account_type: null,
  business_name: null,
  industry: null,
  ghl_connected: false,
  ghl_integration_id: null,
  phone_number_id: null,
  sub_account_id: null,
  agent_id: null,
  deployed: false,
  calendar_connected: false,
  phone_purchased: false,
  agent_created: false,
  test_call_completed: false,
  completed_at: null,
  created_at: '2026-11-22T14:00:00.000Z',
  updated_at: '2026-11-22T14:00:00.000Z',
};
const business = { account_type: 'direct', business_name: 'Bright Smile Dental', industry: 'Dental' };
const second = { ...fresh, ...business, current_step: 2, completed_steps: [1] };
const third = { ...second, current_step: 3, completed_steps: [1, 2] };
const outOfTurn = { 400: 'An earlier step is not complete.' };

export const onboardingRouter = router({
  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/onboarding/progress',
        tag,
        summary: 'Get onboarding progress',
        description: 'The tenant’s progress in the onboarding, which starts with the first request.',
        example: { response: fresh },
      }),
    )
    .output(OnboardingProgress)
    .query(({ ctx }) => getProgress(ctx.tenantContext)),
  complete: adminProcedure
    .meta(
      op({
        method: 'PUT',
        path: '/onboarding/progress/{step}',
        bodyRequired: true,
        tag,
        summary: 'Complete a step',
        description: `Saves the data of a step, marks it as complete, and moves to the next one. Steps must be completed in order; completed steps can be repeated. ${whoMay}`,
        example: { request: { step: 1, ...business }, response: second },
        errors: outOfTurn,
      }),
    )
    .input(StepPath)
    .input(StepUpdateRequest)
    .output(OnboardingProgress)
    .mutation(({ ctx, input: { step, ...update } }) => completeStep(ctx.tenantContext, step, update)),
  skip: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/onboarding/skip/{step}',
        tag,
        summary: 'Skip a step',
        description: `Moves on without completing the step. Only steps 2 (CRM), 3 (phone number), and 7 (completion) are optional. ${whoMay}`,
        example: { request: { step: 2 }, response: third },
        errors: { 400: 'The step is required, or an earlier step is not complete.' },
      }),
    )
    .input(StepPath)
    .output(OnboardingProgress)
    .mutation(({ ctx, input }) => skipStep(ctx.tenantContext, input.step)),
  navigate: adminProcedure
    .meta(
      op({
        method: 'PUT',
        path: '/onboarding/navigate/{step}',
        tag,
        summary: 'Go to a step',
        description: `Opens a completed step or the current one. To reach later steps, complete or skip those before them. ${whoMay}`,
        example: { request: { step: 1 }, response: { ...third, current_step: 1 } },
        errors: { 400: 'The step is neither complete nor the current one.' },
      }),
    )
    .input(StepPath)
    .output(OnboardingProgress)
    .mutation(({ ctx, input }) => navigateToStep(ctx.tenantContext, input.step)),
  reset: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/onboarding/reset',
        tag,
        summary: 'Restart the onboarding',
        description: `Returns to step 1 and deletes the saved answers. What was created in the steps, such as an agent, stays. ${whoMay}`,
        example: { response: fresh },
      }),
    )
    .output(OnboardingProgress)
    .mutation(({ ctx }) => resetProgress(ctx.tenantContext)),
});
