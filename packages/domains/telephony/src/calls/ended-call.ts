import type { TenantContext } from '@leadlock/context/context';
import { REHEARSAL_DIRECTIONS } from '@leadlock/core/call-direction';
import { toStorableJson } from '@leadlock/core/storable-text';
import type { DB } from '@leadlock/db/client';
import type { TurnTiming, VoicePart } from '@leadlock/voice/session';
import { sql, type Selectable } from 'kysely';
import type { Bill } from './bill-call.ts';
import { billingDifference, reportDifference } from './billing-difference.ts';
import type { CallOutcome } from './call-outcome.ts';
import { functionCalls } from './function-calls.ts';
import { updateCall } from './write-call.ts';

type CallTimes = Pick<Selectable<DB['call_logs']>, 'started_at' | 'answered_at'>;

/**
 * When a call ended. A measured length counts from the answer, by whatever clock that was written with, so that clocks
 * that jump or differ between machines change no length; and nothing ends before it began.
 */
export function endedAtOf(call: CallTimes, { durationMs, endedAt }: CallOutcome, now: Date): Date {
  const { answered_at: answeredAt, started_at: startedAt } = call;
  if (answeredAt !== null && durationMs !== undefined) return new Date(answeredAt.getTime() + Math.max(0, durationMs));
  return new Date(Math.max((endedAt ?? now).getTime(), (answeredAt ?? startedAt).getTime()));
}

/** Whole seconds an agent was on the phone; 0 when none answered. */
export function secondsOnLine(call: CallTimes, { durationMs }: CallOutcome, endedAt: Date): number {
  if (call.answered_at === null) return 0;
  return Math.round(Math.max(0, durationMs ?? endedAt.getTime() - call.answered_at.getTime()) / 1000);
}

export interface End {
  bill: Bill;
  endedAt: Date;
  carrierSeconds: number | null;
  awaitsGateway: boolean;
  /** The conversation as the session had it, for an outcome that does not say it. */
  saidSoFar?: unknown;
}

/** The carrier needs a while to make a recording, and reports it then; only where that gets lost it is asked. */
const RECORDING_DUE_MS = 5 * 60_000;

/** When to ask for the recording of a call that ends now: of phone calls that were answered and whose is not known yet. */
const recordingDueAt = (now: Date) => sql<Date | null>`
  CASE WHEN recording_url IS NULL AND answered_at IS NOT NULL AND direction NOT IN (${sql.join(REHEARSAL_DIRECTIONS)})
    AND NOT metadata ? 'recording_status'
  THEN ${new Date(now.getTime() + RECORDING_DUE_MS)}::timestamptz END`;

const timingAsShown = ({ endedMs, detectedMs, firstByteMs, firstAudioMs }: TurnTiming): object => ({
  ended_ms: endedMs,
  detected_ms: detectedMs,
  first_byte_ms: firstByteMs,
  first_audio_ms: firstAudioMs,
});

/** Who held the call; what was used is told in sum, and not to everybody. */
const voicesAsShown = (voices: readonly VoicePart[]): object[] =>
  voices.map(({ provider, model, fromMs, untilMs, wasReady, lost }) => ({
    provider,
    model,
    from_ms: fromMs,
    until_ms: untilMs,
    was_ready: wasReady,
    lost,
  }));

/** Writes how a call ended into its row. `ctx.db` is the transaction that has locked it. */
export async function writeEnd(
  ctx: TenantContext,
  call: { id: string; metadata: unknown; recording_sid: string | null },
  outcome: CallOutcome,
  { bill, endedAt, carrierSeconds, awaitsGateway, saidSoFar }: End,
): Promise<void> {
  const difference = billingDifference(bill.seconds, carrierSeconds);
  const transcript = outcome.transcript ?? saidSoFar;
  await updateCall(
    ctx.db,
    { tenantId: ctx.tenant.id, callId: call.id },
    {
      status: outcome.status,
      end_reason: outcome.endReason,
      ended_at: endedAt,
      updated_at: ctx.clock.now(),
      duration_seconds: bill.seconds,
      billable_minutes: bill.minutes,
      cost_cents: bill.costCents,
      carrier_seconds: carrierSeconds,
      awaits_gateway: awaitsGateway,
      recording_sid: call.recording_sid ?? outcome.recordingSid ?? null,
      recording_due_at: recordingDueAt(ctx.clock.now()),
      ...(transcript ? { transcript: toStorableJson(transcript) } : {}),
      metadata: toStorableJson({
        ...(call.metadata as object),
        end_reason: outcome.endReason,
        ...(outcome.detail ? { end_detail: outcome.detail } : {}),
        function_calls: await functionCalls(ctx.db, ctx.tenant.id, call.id, outcome.toolCalls),
        turn_latencies_ms: outcome.turnLatenciesMs ?? [],
        turn_timings: (outcome.turns ?? []).map(timingAsShown),
        first_audio_ms: outcome.firstAudioMs ?? null,
        interruptions: outcome.interruptions ?? 0,
        ...(outcome.voices && { voices: voicesAsShown(outcome.voices) }),
        usage: outcome.usage ?? null,
        cost_lines: bill.lines,
        billing_difference: difference ?? undefined,
      }),
    },
  );
  if (difference) reportDifference(ctx, call.id, difference);
}
