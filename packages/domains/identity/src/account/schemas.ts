import { z } from 'zod';

export const DeletionRequestPayload = z
  .object({ reason: z.string().trim().max(2000).nullish() })
  .meta({ id: 'DeletionRequestPayload', description: 'Optional reason for the deletion.' });
export type DeletionRequestPayload = z.infer<typeof DeletionRequestPayload>;

export const DeletionRequest = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'completed', 'canceled']),
    reason: z.string().nullable(),
    requested_by: z.string().meta({ description: 'The owner’s email address.' }),
    requested_at: z.string(),
    due_at: z.string().meta({
      description:
        'When the data will be deleted at the latest: within one month, the shorter of the GDPR and CCPA deadlines.',
    }),
    completed_at: z.string().nullable(),
  })
  .meta({ id: 'DeletionRequest', description: 'A request to delete an account and all its data.' });
export type DeletionRequest = z.infer<typeof DeletionRequest>;
