import type { TenantContext } from '@leadlock/context/context';
import { changeProgress, type ProgressChanges } from './progress.ts';
import { requireOwnRows } from './require-own-rows.ts';
import type { OnboardingProgress, StepUpdateRequest } from './schemas.ts';
import { LAST_STEP, pass, requireOptional, requireReached } from './steps.ts';

/** The flag that a step sets, and the field of the update that sets it. */
const FLAGS: Readonly<Record<number, { column: keyof ProgressChanges; field: keyof StepUpdateRequest }>> = {
  2: { column: 'ghl_connected', field: 'connected' },
  3: { column: 'phone_purchased', field: 'purchased' },
  4: { column: 'calendar_connected', field: 'connected' },
  5: { column: 'agent_created', field: 'created' },
  6: { column: 'test_call_completed', field: 'completed' },
  7: { column: 'deployed', field: 'deployed' },
};

/** What is null or left out stays as it was. */
function toChanges(step: number, update: StepUpdateRequest): ProgressChanges {
  const { account_type, business_name, industry, agent_id, ghl_integration_id, phone_number_id, sub_account_id } =
    update;
  const told = { account_type, business_name, industry, agent_id, ghl_integration_id, phone_number_id, sub_account_id };
  const changes: ProgressChanges = Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== null && value !== undefined),
  );
  const flag = FLAGS[step];
  const value = flag && update[flag.field];
  return flag && typeof value === 'boolean' ? { ...changes, [flag.column]: value } : changes;
}

/**
 * Takes down what was done in a step, marks it as complete and goes on to the next.
 * @throws bad_request for a step whose turn has not come, or that is skipped and must not be, validation error for an id
 * of somebody else's.
 */
export function completeStep(ctx: TenantContext, step: number, update: StepUpdateRequest): Promise<OnboardingProgress> {
  return changeProgress(ctx, async (row, trx) => {
    requireReached(row, step);
    if (update.skipped) requireOptional(step);
    await requireOwnRows(ctx, trx, update);
    return {
      ...toChanges(step, update),
      ...pass(row, step),
      completed_at: step === LAST_STEP ? (row.completed_at ?? ctx.clock.now()) : row.completed_at,
    };
  });
}
