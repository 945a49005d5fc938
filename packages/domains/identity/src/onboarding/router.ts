import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { completeStep } from './complete-step.ts';
import { getProgress } from './get-progress.ts';
import { navigateToStep } from './navigate-to-step.ts';
import { resetProgress } from './reset-progress.ts';
import { OnboardingProgress, StepPath, StepUpdateRequest } from './schemas.ts';
import { skipStep } from './skip-step.ts';

const tag = 'Onboarding';
const whoMay = 'Owners and admins only. An agency acts for the sub-account it names in `X-Sub-Account-Id`.';

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
const outOfTurn = { 400: 'An earlier step is open.' };

export const onboardingRouter = router({
  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/onboarding/progress',
        tag,
        summary: 'Read the onboarding progress',
        description: 'How far the tenant has come in the onboarding, which begins when it is first read.',
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
        description: `Takes down what was done in a step, marks it as complete and goes on to the next. Steps come in their order; earlier ones can be done again. ${whoMay}`,
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
        description: `Goes past a step without doing it. Only the steps 2 (CRM), 3 (phone number) and 7 (completion) are optional. ${whoMay}`,
        example: { request: { step: 2 }, response: third },
        errors: { 400: 'The step is not optional, or an earlier step is open.' },
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
        description: `Shows a step that is done. The current step can be named too; every other one is reached by completing or skipping the steps before it. ${whoMay}`,
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
        summary: 'Begin the onboarding again',
        description: `Goes back to step 1 and forgets the answers. What was made in the steps, such as an agent, stays. ${whoMay}`,
        example: { response: fresh },
      }),
    )
    .output(OnboardingProgress)
    .mutation(({ ctx }) => resetProgress(ctx.tenantContext)),
});
