import { z } from 'zod';

/** Part of every webhook: whose number it is about, and Twilio's signature. */
export const WebhookAddress = z.object({
  tenant_id: z.string(),
  signature: z.string().optional().meta({ description: 'Twilio’s signature of address and form' }),
});

export const SIGNATURE_HEADER = 'x-twilio-signature';

export const VoiceWebhook = z
  .object({
    CallSid: z.string(),
    From: z.string(),
    To: z.string(),
    CallStatus: z.string().default('ringing'),
    Direction: z.string().default('inbound'),
  })
  .meta({ id: 'Body_handle_incoming_voice_webhooks_twilio__tenant_id__voice_post' });
export type VoiceWebhook = z.output<typeof VoiceWebhook>;

export const StatusWebhook = z
  .object({ CallSid: z.string(), CallStatus: z.string(), CallDuration: z.string().nullish() })
  .meta({ id: 'Body_handle_call_status_webhooks_twilio__tenant_id__status_post' });
export type StatusWebhook = z.output<typeof StatusWebhook>;

export const RecordingWebhook = z
  .object({
    CallSid: z.string(),
    RecordingUrl: z.string(),
    // The reference documents its default as a number.
    RecordingDuration: z.string().optional().meta({ default: 0 }),
    RecordingSid: z.string(),
  })
  .meta({ id: 'Body_handle_recording_ready_webhooks_twilio__tenant_id__recording_post' });
export type RecordingWebhook = z.output<typeof RecordingWebhook>;

/** Seconds as Twilio writes them; null where it is no number. */
export const secondsOf = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
