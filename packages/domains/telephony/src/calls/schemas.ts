import { CallDirection } from '@leadlock/core/call-direction';
import { DayOrTime } from '@leadlock/core/day-or-time';
import { Id } from '@leadlock/core/id';
import { OffsetPage } from '@leadlock/core/offset-page';
import { z } from 'zod';
import { CallStatus } from './call-status.ts';

export const FunctionCallLog = z
  .object({
    function: z.string().meta({ description: 'The tool that was called' }),
    arguments: z.record(z.string(), z.unknown()).meta({ description: 'What the agent passed to it' }),
    result: z.unknown().meta({ description: 'What the agent was told' }),
    success: z.boolean().meta({ description: 'Whether it did what it was asked for' }),
    timestamp: z.string().meta({ description: 'When it was called, ISO 8601' }),
  })
  .meta({ id: 'FunctionCallLog', description: 'One use of a tool in a call.' });
export type FunctionCallLog = z.infer<typeof FunctionCallLog>;

/** Somebody whom a call was passed on to, or was to be, as its `metadata.transfers` has it. */
export interface CallTransfer {
  target: string;
  number: string;
  kind: 'blind' | 'warm';
  /** What the agent gave as the reason. */
  reason: string | null;
  status: string;
  started_at: string;
  answered_at: string | null;
  handed_over_at: string | null;
  ended_at: string | null;
}

export const CallLogResponse = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    agent_id: z.string().nullish(),
    agent_name: z.string().nullish(),
    phone_number_id: z.string().nullish(),
    twilio_call_sid: z.string(),
    direction: CallDirection,
    from_number: z.string(),
    to_number: z.string(),
    status: z.string().meta({ description: `One of ${CallStatus.options.join(', ')}` }),
    started_at: z.string(),
    ended_at: z.string().nullish(),
    duration_seconds: z.int().nullish(),
    billable_minutes: z.int().nullish().meta({ description: 'Started minutes; 0 for a call that nobody answered' }),
    cost_cents: z
      .int()
      .nullish()
      .meta({
        description:
          'What the call’s vendors charge; null where a price is unknown, and for the people and API keys of a ' +
          'sub-account, who pay their agency’s prices',
      }),
    recording_url: z
      .string()
      .nullish()
      .meta({ description: 'Where this API serves the recording; the usual authentication applies' }),
    recording_duration_seconds: z.int().nullish(),
    caller_name: z.string().nullish(),
    caller_email: z.string().nullish(),
    transcript: z
      .union([z.string(), z.array(z.unknown())])
      .nullish()
      .meta({
        description: 'Turns in order: `role`, `content`, `started_at`, `ended_at`, `interrupted` where it was cut',
      }),
    metadata: z
      .record(z.string(), z.unknown())
      .nullish()
      .meta({
        description:
          '`function_calls`, `turn_latencies_ms`, `end_reason` and `cost_lines` of a call that is over; without the latter ' +
          'for the people and API keys of a sub-account. `voices`: the providers that held the call, in order, each with `provider`, ' +
          '`model`, `from_ms`, `until_ms`, and, if the provider was lost, the reason as `lost`. `turn_timings`: for each answer, in ms since the caller’s ' +
          'last word, when its end was noticed (`detected_ms`), the answer’s first audio arrived (`first_byte_ms`), and the caller heard it ' +
          '(`first_audio_ms`). `recording_status`, when it is `absent` or `failed`. ' +
          '`transfers`, completed or attempted: `target`, `number`, `kind`, `status`, and times. ' +
          '`billing_difference`, when the carrier’s duration differs from the billed one; `carrier_reports`, when it has ' +
          'reported more than one',
      }),
    appointment_booked: z.boolean().nullish(),
    amd_status: z.string().nullish(),
    amd_detection_ms: z.int().nullish(),
    voice_provider: z.string().nullish(),
  })
  .meta({ id: 'CallLogResponse' });
export type CallLogResponse = z.infer<typeof CallLogResponse>;

export const CallLogListResponse = z
  .object({ calls: z.array(CallLogResponse), total: z.int() })
  .meta({ id: 'CallLogListResponse' });

export const ListCallsInput = z.object({
  ...OffsetPage,
  agent_id: Id.optional().meta({ description: 'Only calls of this agent' }),
  direction: CallDirection.optional().meta({ description: 'Only calls of this direction' }),
});

/** Everything that one line about a call can show. */
export const CallSummary = CallLogResponse.omit({ transcript: true, metadata: true }).meta({
  id: 'CallSummary',
  description: 'A call without what was said in it.',
});
export type CallSummary = z.infer<typeof CallSummary>;

export const CallSummaryList = z
  .object({
    calls: z.array(CallSummary),
    total: z.int().meta({
      description: 'How many match; of a search at most 1,000, or one more than the page ends with',
    }),
  })
  .meta({ id: 'CallSummaryList' });
export type CallSummaryList = z.infer<typeof CallSummaryList>;

export const CallIdInput = z.object({ call_id: Id });

export const WatchCallInput = CallIdInput.extend({
  last_event_id: z.string().max(64).optional().meta({ description: 'The id of the last state that was received' }),
});

export const WatchCallsInput = z.object({
  last_event_id: z.iso
    .datetime()
    .optional()
    .meta({ description: 'The id of the last event that was received: what changed since is sent first' }),
});

const filters = {
  agent_id: Id.optional().meta({ description: 'Only calls of this agent' }),
  status: CallStatus.optional().meta({ description: 'Only calls with this status' }),
  date_from: DayOrTime.optional().meta({
    description:
      'A day in the account’s time zone, or a time (UTC without an offset): only calls that started then or later',
  }),
  date_to: DayOrTime.optional().meta({
    description:
      'A day in the account’s time zone, included, or a time (UTC without an offset): only calls that started before',
  }),
  search: z
    .string()
    .max(200)
    .optional()
    .meta({
      description:
        'Part of a number, of the caller’s name or email, or of the agent’s name. In lists, a text without three letters or ' +
        'digits in a row is looked for in the newest 20,000 calls, or 2,000 of those that other filters leave',
    }),
};

export const ExportCallsInput = z.object(filters);

export const SearchCallsInput = z.object({
  ...OffsetPage,
  ...filters,
  direction: CallDirection.optional().meta({ description: 'Only calls of this direction' }),
  live: z
    .boolean()
    .optional()
    .meta({ description: 'With `true`, only calls that are not over: `queued`, `ringing` and `in-progress`' }),
});
