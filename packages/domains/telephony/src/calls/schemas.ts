import { CallDirection } from '@leadlock/core/call-direction';
import { ShownOutcome } from '@leadlock/core/shown-outcome';
import { DayOrTime } from '@leadlock/core/day-or-time';
import { Id } from '@leadlock/core/id';
import { OffsetPage } from '@leadlock/core/offset-page';
import { z } from 'zod';
import { CallStatus } from './call-status.ts';

export const FunctionCallLog = z
  .object({
    function: z.string().meta({ description: 'The tool that was called' }),
    arguments: z.record(z.string(), z.unknown()).meta({ description: 'The arguments from the agent' }),
    result: z.unknown().meta({ description: 'The result returned to the agent' }),
    success: z.boolean().meta({ description: 'Whether it succeeded' }),
    timestamp: z.string().meta({ description: 'When it was called, ISO 8601' }),
  })
  .meta({ id: 'FunctionCallLog', description: 'A tool call during a call.' });
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
    billable_minutes: z
      .int()
      .nullish()
      .meta({ description: 'Billed minutes (each started minute counts); 0 if the call wasn’t answered' }),
    cost_cents: z
      .int()
      .nullish()
      .meta({
        description:
          'What the call’s vendors charge the platform. Null if a price is unknown, for members, and for users and API keys ' +
          'of a sub-account.',
      }),
    price_cents: z
      .int()
      .nullish()
      .meta({ description: 'What the account pays for the call. Null until it has ended.' }),
    outcome: ShownOutcome.nullish().meta({
      description:
        'What came of the call: what the agent achieved, or else how it ended. `stopped` by somebody of the account or by its ' +
        'limits, `interrupted` by a failure. Null until it has ended.',
    }),
    recording_url: z
      .string()
      .nullish()
      .meta({ description: 'URL of the recording in this API; requires the usual authentication' }),
    recording_duration_seconds: z.int().nullish(),
    caller_name: z.string().nullish(),
    caller_email: z.string().nullish(),
    transcript: z
      .union([z.string(), z.array(z.unknown())])
      .nullish()
      .meta({
        description: 'Turns in order: `role`, `content`, `started_at`, `ended_at`, and `interrupted` if it was cut off',
      }),
    metadata: z
      .record(z.string(), z.unknown())
      .nullish()
      .meta({
        description:
          'For calls that have ended: `function_calls`, `turn_latencies_ms`, `end_reason`, and `cost_lines`, which is ' +
          'omitted where `cost_cents` is null for the reader. `voices`: the call’s voice providers in order, each with ' +
          '`provider`, `model`, `from_ms`, `until_ms`, and, if the provider was lost, the reason as `lost`. `turn_timings`: ' +
          'for each response, in ms after the caller’s last word, when the end of the turn was detected (`detected_ms`), ' +
          'the first audio arrived (`first_byte_ms`), and the caller heard it (`first_audio_ms`). `recording_status`, if it ' +
          'is `absent` or `failed`. `transfers`, completed or attempted: `target`, `number`, `kind`, `status`, and times. ' +
          '`billing_difference`, if the carrier’s duration differs from the billed one; `carrier_reports`, if the carrier ' +
          'reported more than one.',
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
  direction: CallDirection.optional().meta({ description: 'Only calls in this direction' }),
});

/** Everything that one line about a call can show. */
export const CallSummary = CallLogResponse.omit({ transcript: true, metadata: true }).meta({
  id: 'CallSummary',
  description: 'A call without its transcript and metadata.',
});
export type CallSummary = z.infer<typeof CallSummary>;

export const CallSummaryList = z
  .object({
    calls: z.array(CallSummary),
    total: z.int().meta({
      description: 'Total number of matches. Searches count up to 1,000, or one more than the last row of the page.',
    }),
  })
  .meta({ id: 'CallSummaryList' });
export type CallSummaryList = z.infer<typeof CallSummaryList>;

export const CallIdInput = z.object({ call_id: Id });

export const WatchCallInput = CallIdInput.extend({
  last_event_id: z.string().max(64).optional().meta({ description: 'ID of the last event received' }),
});

export const WatchCallsInput = z.object({
  last_event_id: z.iso
    .datetime()
    .optional()
    .meta({ description: 'ID of the last event received. Changes since then are sent first.' }),
});

/** What lists and exports of calls are filtered by. */
export const CALL_FILTERS = {
  agent_id: Id.optional().meta({ description: 'Only calls of this agent' }),
  status: CallStatus.optional().meta({ description: 'Only calls with this status' }),
  date_from: DayOrTime.optional().meta({
    description:
      'Only calls that started at this time or later: a date in the account’s time zone, or a time (UTC without an offset)',
  }),
  date_to: DayOrTime.optional().meta({
    description:
      'Only calls that started before this time: a date in the account’s time zone, inclusive, or a time (UTC without an offset)',
  }),
  search: z
    .string()
    .max(200)
    .optional()
    .meta({
      description:
        'Part of a number, of the caller’s name or email, or of the agent’s name; or words that were said, in any order ' +
        'and form: `leaking sink` finds "The sink leaks". In lists, a query without three consecutive letters or digits is ' +
        'part of a number or name only in the newest 20,000 calls, or 2,000 of those matching other filters. With other ' +
        'filters, words are looked for in the newest 20,000 calls they were said in.',
    }),
};

export const ExportCallsInput = z.object(CALL_FILTERS);

export const SearchCallsInput = z.object({
  ...OffsetPage,
  ...CALL_FILTERS,
  direction: CallDirection.optional().meta({ description: 'Only calls in this direction' }),
  live: z
    .boolean()
    .optional()
    .meta({ description: 'With `true`, only calls that haven’t ended: `queued`, `ringing`, and `in-progress`' }),
});
