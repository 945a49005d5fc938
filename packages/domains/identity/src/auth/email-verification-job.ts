import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';

const Payload = z.object({
  request_id: z.guid(),
  email: z.string(),
  /** Whose address it is to be shown to be; null: of whoever claimed it last. */
  user_id: z.guid().nullable(),
  occasion: z.enum(['sign_up', 'resend']),
});

/** Asks whoever reads the mail of an address to show that it is theirs. */
export const emailVerificationJob: JobDefinition<typeof Payload> = {
  name: 'send-email-verification',
  payload: Payload,
};
