import { z } from 'zod';
import { EVENT_PAYLOADS, EVENT_TYPES, type EventType } from '../events/index.ts';
import type { WebhookEventManifest } from './schemas.ts';

/** What each event tells, in a sentence. */
const DESCRIPTIONS: Readonly<Record<EventType, string>> = {
  'call.started': 'A call has come in and an agent takes it, or an agent places one.',
  'call.completed': 'A call with an agent, or with a voicemail, is over.',
  'call.failed': 'A call has ended without a conversation.',
  'call.analyzed': 'The summary and outcome of a call are there.',
  'recording.ready': 'The recording of a call can be fetched.',
  'appointment.booked': 'An agent has booked an appointment.',
  'text.received': 'A text has come in.',
  'text.sent': 'A text has been handed to the carrier.',
  'conversation.human_takeover': 'A person has taken a conversation over from the agent.',
  'scheduled_call.completed': 'A scheduled call has been made.',
  'scheduled_call.failed': 'A scheduled call could not be made.',
  'sequence.enrolled': 'A contact has entered a sequence.',
  'sequence.completed': 'A contact has reached the end of a sequence.',
  'contact.opted_out': 'A person does not want to be called or texted any more.',
  'usage.limit_reached': 'The account has used up what its plan allows.',
  'webhook.test': 'Somebody pressed “Send a test”.',
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
