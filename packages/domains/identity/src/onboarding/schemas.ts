import { Id } from '@leadlock/core/id';
import { z } from 'zod';
import { LAST_STEP } from './steps.ts';

const optionalText = (max: number) => z.string().trim().min(1).max(max).nullish();
const optionalId = (what: string) => Id.nullish().meta({ description: `${what} in this account.` });

export const OnboardingProgress = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    current_step: z.int().default(1).meta({ description: 'The step to open, 1 to 7.' }),
    completed_steps: z
      .array(z.int())
      .default([])
      .meta({ description: 'Completed and skipped steps, in ascending order.' }),
    account_type: z.string().nullable(),
    business_name: z.string().nullable(),
    industry: z.string().nullable(),
    ghl_connected: z.boolean().default(false),
    ghl_integration_id: z.string().nullable(),
    phone_number_id: z.string().nullable(),
    sub_account_id: z.string().nullable(),
    agent_id: z.string().nullable(),
    deployed: z.boolean().default(false),
    calendar_connected: z.boolean().default(false),
    phone_purchased: z.boolean().default(false),
    agent_created: z.boolean().default(false),
    test_call_completed: z.boolean().default(false),
    completed_at: z.string().nullable().meta({ description: 'When the last step was completed or skipped.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'OnboardingProgress', description: 'A tenant’s progress in the onboarding.' });
export type OnboardingProgress = z.infer<typeof OnboardingProgress>;

export const StepUpdateRequest = z
  .object({
    account_type: optionalText(50),
    business_name: optionalText(200),
    industry: optionalText(100),
    connected: z.boolean().nullish().meta({ description: 'Step 2: the CRM. Step 4: the calendar.' }),
    purchased: z.boolean().nullish().meta({ description: 'Step 3: the phone number.' }),
    created: z.boolean().nullish().meta({ description: 'Step 5: the agent.' }),
    completed: z.boolean().nullish().meta({ description: 'Step 6: the test call.' }),
    deployed: z.boolean().nullish().meta({ description: 'Step 7.' }),
    skipped: z.boolean().nullish().meta({ description: 'True skips an optional step.' }),
    agent_id: optionalId('An agent'),
    ghl_integration_id: optionalId('A GHL integration'),
    phone_number_id: optionalId('A phone number'),
    sub_account_id: optionalId('A sub-account'),
  })
  .meta({ id: 'StepUpdateRequest', description: 'Data of a step.' });
export type StepUpdateRequest = z.infer<typeof StepUpdateRequest>;

export const StepPath = z.object({
  step: z.int().min(1).max(LAST_STEP).meta({
    description: '1 business, 2 CRM, 3 phone number, 4 calendar, 5 agent, 6 test call, 7 completion.',
  }),
});
