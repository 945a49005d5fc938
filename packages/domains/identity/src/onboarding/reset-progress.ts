import type { TenantContext } from '@leadlock/context/context';
import { changeProgress } from './progress.ts';
import type { OnboardingProgress } from './schemas.ts';

/** Begins again at step 1 and forgets the answers. What was made in the steps, such as an agent, stays. */
export const resetProgress = (ctx: TenantContext): Promise<OnboardingProgress> =>
  changeProgress(ctx, () => ({
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
  }));
