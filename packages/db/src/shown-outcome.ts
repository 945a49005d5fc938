import type { ShownOutcome } from '@leadlock/core/shown-outcome';
import { sql } from 'kysely';

/** Ends that say more than that the call is over; all others are those of a failure. */
const BY_END: Readonly<Record<string, ShownOutcome>> = {
  caller_hangup: 'caller_hung_up',
  agent_hangup: 'agent_hung_up',
  silence: 'silence',
  max_duration: 'time_limit',
  ended_by_operator: 'stopped',
  account_suspended: 'stopped',
  minutes_used_up: 'stopped',
};

const byEnd = sql.join(
  Object.entries(BY_END).map(([end, outcome]) => sql`WHEN ${sql.lit(end)} THEN ${sql.lit(outcome)}`),
  sql` `,
);

/** What was achieved comes before how it ended. Null while it runs, and where no end is known. */
export const OUTCOME = sql<ShownOutcome | null>`CASE
  WHEN call_logs.ended_at IS NULL THEN NULL
  WHEN call_logs.appointment_booked THEN 'appointment_booked'
  WHEN call_logs.end_reason = 'transferred' THEN 'transferred'
  WHEN call_logs.status = 'voicemail' THEN 'voicemail'
  WHEN call_logs.status IN ('busy', 'no-answer', 'canceled') THEN 'not_answered'
  WHEN EXISTS (SELECT FROM tool_executions AS run WHERE run.tenant_id = call_logs.tenant_id AND run.call_id = call_logs.id
    AND run.name = 'send_sms' AND run.succeeded) THEN 'text_sent'
  WHEN call_logs.status = 'failed' THEN 'failed'
  WHEN call_logs.end_reason IS NULL THEN NULL
  ELSE CASE call_logs.end_reason ${byEnd} ELSE 'interrupted' END
  END`.as('outcome');
