import { CallDirection } from '@leadlock/core/call-direction';
import { z } from 'zod';

const id = z.uuid();
const time = z.iso.datetime();
const phone = z.string();

const call = {
  call_id: id,
  agent_id: id.nullable(),
  direction: CallDirection,
  from_number: phone,
  to_number: phone,
};

const endedCall = {
  ...call,
  status: z.enum(['completed', 'busy', 'failed', 'no-answer', 'canceled', 'voicemail']),
  end_reason: z.string().nullable(),
  started_at: time,
  ended_at: time,
  duration_seconds: z.int().min(0),
};

const text = {
  message_id: id,
  call_id: id.nullable(),
  channel: z.string(),
  from_number: phone,
  to_number: phone,
  body: z.string(),
};

const scheduledCall = { scheduled_call_id: id, call_id: id.nullable(), to_number: phone };
const enrollment = { sequence_id: id, enrollment_id: id, contact_id: z.string() };

/** Everything that can happen to a tenant and be told to others, with what each event carries. */
export const EVENT_PAYLOADS = {
  'call.started': z.object({ ...call, started_at: time }),
  'call.completed': z.object({ ...endedCall, billable_minutes: z.int().min(0) }),
  'call.failed': z.object(endedCall),
  'call.analyzed': z.object({ call_id: id, summary: z.string(), outcome: z.string() }),
  'recording.ready': z.object({ call_id: id, recording_url: z.string(), duration_seconds: z.int().min(0) }),
  'appointment.booked': z.object({ appointment_id: z.string(), call_id: id.nullable(), starts_at: time }),
  'text.received': z.object(text),
  'text.sent': z.object(text),
  'conversation.human_takeover': z.object({ conversation_id: z.string() }),
  'scheduled_call.completed': z.object(scheduledCall),
  'scheduled_call.failed': z.object({ ...scheduledCall, reason: z.string() }),
  'sequence.enrolled': z.object(enrollment),
  'sequence.completed': z.object(enrollment),
  'contact.opted_out': z.object({ contact_id: z.string().nullable(), phone_number: phone, channel: z.string() }),
  'usage.limit_reached': z.object({ limit: z.string(), used: z.int(), allowed: z.int() }),
  'webhook.test': z.object({ message: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof EVENT_PAYLOADS;
export type EventPayload<Type extends EventType> = z.infer<(typeof EVENT_PAYLOADS)[Type]>;
export const EVENT_TYPES = Object.keys(EVENT_PAYLOADS) as readonly EventType[];
