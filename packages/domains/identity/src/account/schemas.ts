import { z } from 'zod';

export const DeletionRequestPayload = z
  .object({ reason: z.string().trim().max(2000).nullish() })
  .meta({ id: 'DeletionRequestPayload', description: 'Why an account is to be deleted, if its owner wants to say.' });
export type DeletionRequestPayload = z.infer<typeof DeletionRequestPayload>;

export const DeletionRequest = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'completed', 'canceled']),
    reason: z.string().nullable(),
    requested_by: z.string().meta({ description: 'The owner’s email address.' }),
    requested_at: z.string(),
    due_at: z
      .string()
      .meta({ description: 'By when it will be done: one month, the shorter of what GDPR and CCPA ask.' }),
    completed_at: z.string().nullable(),
  })
  .meta({ id: 'DeletionRequest', description: 'A request to delete an account and all its data.' });
export type DeletionRequest = z.infer<typeof DeletionRequest>;
