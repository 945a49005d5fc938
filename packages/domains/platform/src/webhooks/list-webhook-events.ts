import { z } from 'zod';
import { EVENT_PAYLOADS, EVENT_TYPES, type EventType } from '../events/index.ts';
import type { WebhookEventManifest } from './schemas.ts';

/** What each event tells, in a sentence. */
const DESCRIPTIONS: Readonly<Record<EventType, string>> = {
  'call.started': 'An agent answered an incoming call or placed a call.',
  'call.completed': 'A call with an agent or voicemail ended.',
  'call.failed': 'A call ended without a conversation.',
  'call.analyzed': 'The summary and outcome of a call are available.',
  'recording.ready': 'The recording of a call is available.',
  'appointment.booked': 'An agent booked an appointment.',
  'text.received': 'A text was received.',
  'text.sent': 'A text was handed to the carrier.',
  'conversation.human_takeover': 'A person took over a conversation from the agent.',
  'scheduled_call.completed': 'A scheduled call was placed.',
  'scheduled_call.failed': 'A scheduled call could not be placed.',
  'sequence.enrolled': 'A contact entered a sequence.',
  'sequence.completed': 'A contact completed a sequence.',
  'contact.opted_out': 'A person opted out of calls and texts.',
  'usage.limit_reached': 'The account reached a limit of its plan.',
  'webhook.test': 'Someone clicked “Send a test”.',
};

function envelopeSchema(type: EventType): Record<string, unknown> {
  const envelope = z.object({ type: z.literal(type), timestamp: z.iso.datetime(), data: EVENT_PAYLOADS[type] });
  return z.toJSONSchema(envelope);
}

const manifest: WebhookEventManifest = {
  events: EVENT_TYPES.map((type) => ({ type, description: DESCRIPTIONS[type], schema: envelopeSchema(type) })),
};

/** Every event that a webhook can receive, with the JSON Schema of its body. */
export const listWebhookEvents = (): WebhookEventManifest => manifest;
