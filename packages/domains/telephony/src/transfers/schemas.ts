import { Id } from '@leadlock/core/id';
import { z } from 'zod';
import { WebhookAddress } from '../twilio-webhooks/schemas.ts';

export const WhisperAddress = WebhookAddress.extend({
  call_sid: z.string().meta({ description: 'Twilio’s SID of the call being transferred' }),
});

export const TransferAddress = WebhookAddress.extend({ transfer_id: Id });

/** How often somebody was asked already. */
export const Attempt = z.object({
  attempt: z.coerce
    .number()
    .int()
    .min(0)
    .max(9)
    .default(0)
    .meta({ description: 'How many times they have already been asked' }),
});

export const CalleeWebhook = z.object({ CallSid: z.string() });

export const AnswerWebhook = CalleeWebhook.extend({
  Digits: z.string().optional().meta({ description: 'The key that was pressed' }),
  SpeechResult: z.string().optional().meta({ description: 'What was said' }),
});

export const CalleeStatusWebhook = CalleeWebhook.extend({
  CallStatus: z.string(),
  CallDuration: z.string().optional(),
});

export const MachineWebhook = CalleeWebhook.extend({ AnsweredBy: z.string() });

export const DialedWebhook = CalleeWebhook.extend({
  DialCallStatus: z.string(),
  DialCallDuration: z.string().optional(),
});
