import { Id } from '@leadlock/core/id';
import { twilioSid } from '@leadlock/core/twilio-sid';
import { z } from 'zod';

/** Part of every webhook: whose number it is about, and Twilio's signature. */
export const WebhookAddress = z.object({
  tenant_id: Id,
  signature: z.string().optional().meta({ description: 'Twilio’s signature of the URL and form fields' }),
});

export const SIGNATURE_HEADER = 'x-twilio-signature';

/** The document requires it, as the reference does; a webhook that comes without it is taken all the same. */
const expectedText = z.preprocess((value) => value ?? '', z.string());

export const VoiceWebhook = z
  .object({
    CallSid: twilioSid('CA'),
    From: expectedText,
    To: expectedText,
    CallStatus: z.string().default('ringing'),
    Direction: z.string().default('inbound'),
  })
  .meta({ id: 'Body_handle_incoming_voice_webhooks_twilio__tenant_id__voice_post' });
export type VoiceWebhook = z.output<typeof VoiceWebhook>;

export const StatusWebhook = z
  .object({ CallSid: twilioSid('CA'), CallStatus: z.string(), CallDuration: z.string().nullish() })
  .meta({ id: 'Body_handle_call_status_webhooks_twilio__tenant_id__status_post' });
export type StatusWebhook = z.output<typeof StatusWebhook>;

export const RecordingWebhook = z
  .object({
    CallSid: twilioSid('CA'),
    RecordingUrl: expectedText,
    // The reference documents its default as a number.
    RecordingDuration: z.string().optional().meta({ default: 0 }),
    RecordingSid: twilioSid('RE'),
  })
  .meta({ id: 'Body_handle_recording_ready_webhooks_twilio__tenant_id__recording_post' });
export type RecordingWebhook = z.output<typeof RecordingWebhook>;

const RECORDING_PATH = /\/Accounts\/AC[0-9a-f]{32}\/Recordings\/RE[0-9a-f]{32}(?:\.\w{3,4})?$/;

/** Whether it is the address of a recording at Twilio, wherever that is: the sandbox has another host. */
export function isRecordingUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && RECORDING_PATH.test(url.pathname);
}

/** Seconds as Twilio writes them; null where it is no number. */
export const secondsOf = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
