import type { TenantContext } from '@leadlock/context/context';
import { billableMinutes } from '@leadlock/core/money';
import { newId } from '@leadlock/core/ids';
import type { Db, DB } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { loadVoiceRates, pricePerMinuteCents } from '@leadlock/identity/plans';
import { recordEvent } from '@leadlock/platform/events';
import type { CallResult } from '@leadlock/voice/session';
import type { Selectable } from 'kysely';
import { costLines, NOTHING_USED, totalCost } from './call-cost.ts';
import type { FinalStatus } from './call-status.ts';
import { functionCalls } from './function-calls.ts';
import type { CallDirection } from './schemas.ts';

/** How a call ended. The gateway's `CallResult` is one; a webhook or a sweep knows less. */
export interface CallOutcome extends Partial<
  Pick<CallResult, 'transcript' | 'turnLatenciesMs' | 'firstAudioMs' | 'toolCalls' | 'usage' | 'interruptions'>
> {
  status: FinalStatus;
  endReason: string;
  /** The cause in the provider's words. */
  detail?: string | null;
  /** The provider's name of the model, which decides the price. */
  model?: string;
  /** When it ended; absent: now. */
  endedAt?: Date;
  /** Seconds as the carrier counts them; absent: those it has reported by webhook, else what our clock says. */
  carrierSeconds?: number;
}

type OpenCall = Pick<
  Selectable<DB['call_logs']>,
  | 'id'
  | 'agent_id'
  | 'direction'
  | 'from_number'
  | 'to_number'
  | 'voice_provider'
  | 'started_at'
  | 'answered_at'
  | 'recording_sid'
  | 'metadata'
>;

/** The call, locked, while it is open. */
const lockOpenCall = (trx: Db, tenantId: string, callId: string): Promise<OpenCall | undefined> =>
  trx
    .selectFrom('call_logs')
    .select([
      'id',
      'agent_id',
      'direction',
      'from_number',
      'to_number',
      'voice_provider',
      'started_at',
      'answered_at',
      'recording_sid',
      'metadata',
    ])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** Ends the call's session: its token, its gateway. Returns the duration that the carrier has reported. */
async function closeSession(trx: Db, tenantId: string, callId: string): Promise<number | null> {
  const session = await trx
    .deleteFrom('call_sessions')
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .returning('reported_duration_seconds')
    .executeTakeFirst();
  return session?.reported_duration_seconds ?? null;
}

/** Whole seconds an agent was on the phone; 0 when none answered. */
function talkSeconds(call: OpenCall, carrierSeconds: number | null, endedAt: Date): number {
  if (call.answered_at === null) return 0;
  return carrierSeconds ?? Math.max(0, Math.round((endedAt.getTime() - call.answered_at.getTime()) / 1000));
}

/** Null where it is not known. The gateway that held a call knows that nothing was used when it never got an answer. */
function usageOf({ usage, firstAudioMs }: CallOutcome): CallResult['usage'] {
  return usage ?? (usage === null && firstAudioMs === null ? NOTHING_USED : null);
}

/** What the tenant pays for the call, in cents. */
async function revenueOf(ctx: TenantContext, call: OpenCall, minutes: number): Promise<number> {
  if (minutes === 0) return 0;
  const rates = await loadVoiceRates(ctx);
  return minutes * pricePerMinuteCents(rates, call.voice_provider ?? '', call.direction as CallDirection);
}

async function announce(ctx: TenantContext, call: OpenCall, ended: EndedCall): Promise<void> {
  const payload = {
    call_id: call.id,
    agent_id: call.agent_id,
    direction: call.direction as CallDirection,
    from_number: call.from_number,
    to_number: call.to_number,
    status: ended.status,
    end_reason: ended.endReason,
    started_at: call.started_at.toISOString(),
    ended_at: ended.endedAt.toISOString(),
    duration_seconds: ended.seconds,
  };
  const { db, actor } = ctx;
  const tenantId = ctx.tenant.id;
  if (ended.status === 'completed' || ended.status === 'voicemail') {
    const completed = { ...payload, billable_minutes: ended.minutes };
    await recordEvent(db, { tenantId, type: 'call.completed', payload: completed, actor });
  } else {
    await recordEvent(db, { tenantId, type: 'call.failed', payload, actor });
  }
}

interface EndedCall {
  status: FinalStatus;
  endReason: string;
  endedAt: Date;
  seconds: number;
  minutes: number;
}

/**
 * Ends a call: its row, its one usage record and its event, all or nothing. Whoever comes second, however close,
 * changes nothing.
 * @returns whether this call of the function ended it
 */
export function completeCall(ctx: TenantContext, callId: string, outcome: CallOutcome): Promise<boolean> {
  return withTransaction(ctx.db, async (trx) => {
    const tenantId = ctx.tenant.id;
    const call = await lockOpenCall(trx, tenantId, callId);
    if (!call) return false;
    const within = { ...ctx, db: trx };
    const reported = await closeSession(trx, tenantId, callId);
    const endedAt = outcome.endedAt ?? ctx.clock.now();
    const seconds = talkSeconds(call, outcome.carrierSeconds ?? reported, endedAt);
    // No voice was to be had, so no agent was on the phone: the tenant pays nothing for hearing us apologise.
    const voiceFailed = outcome.endReason === 'provider_refused';
    const minutes = voiceFailed ? 0 : billableMinutes(seconds);
    const lines = costLines({
      direction: call.direction as CallDirection,
      toNumber: call.to_number,
      durationSeconds: seconds,
      voiceProvider: voiceFailed ? null : call.voice_provider,
      model: outcome.model,
      usage: usageOf(outcome),
      recorded: call.recording_sid !== null,
    });
    const cost = totalCost(lines);

    await trx
      .updateTable('call_logs')
      .set({
        status: outcome.status,
        end_reason: outcome.endReason,
        ended_at: endedAt,
        updated_at: ctx.clock.now(),
        duration_seconds: seconds,
        billable_minutes: minutes,
        cost_cents: cost,
        ...(outcome.transcript ? { transcript: JSON.stringify(outcome.transcript) } : {}),
        metadata: JSON.stringify({
          ...(call.metadata as object),
          end_reason: outcome.endReason,
          ...(outcome.detail ? { end_detail: outcome.detail } : {}),
          function_calls: await functionCalls(trx, tenantId, callId, outcome.toolCalls),
          turn_latencies_ms: outcome.turnLatenciesMs ?? [],
          first_audio_ms: outcome.firstAudioMs ?? null,
          interruptions: outcome.interruptions ?? 0,
          usage: outcome.usage ?? null,
          cost_lines: lines,
        }),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', callId)
      .execute();
    await trx
      .insertInto('usage_records')
      .values({
        tenant_id: tenantId,
        id: newId(),
        kind: 'voice',
        call_id: callId,
        provider: call.voice_provider,
        direction: call.direction,
        quantity: minutes,
        unit: 'minute',
        cost_cents: cost,
        revenue_cents: await revenueOf(within, call, minutes),
        lines: JSON.stringify(lines),
        occurred_at: endedAt,
      })
      .execute();
    await announce(within, call, { status: outcome.status, endReason: outcome.endReason, endedAt, seconds, minutes });
    return true;
  });
}
