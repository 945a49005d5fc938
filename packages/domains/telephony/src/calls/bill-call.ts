import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import { billableMinutes, type Cents } from '@leadlock/core/money';
import { idFrom } from '@leadlock/core/ids';
import type { Db, DB } from '@leadlock/db/client';
import { loadVoiceRates, pricePerMinuteCents } from '@leadlock/identity/plans';
import type { Selectable } from 'kysely';
import { costLines, totalCost, type CostLine } from './call-cost.ts';
import { voicesOf } from './priced-voices.ts';
import type { CallOutcome } from './call-outcome.ts';

export type BilledCall = Pick<
  Selectable<DB['call_logs']>,
  'id' | 'direction' | 'to_number' | 'voice_provider' | 'answered_at' | 'recording_sid' | 'price_per_minute_cents'
>;

/** What a call lasted and comes to. */
export interface Bill {
  /** Whole seconds an agent was on the phone; 0 when none answered. */
  seconds: number;
  /** Started minutes that are paid for. */
  minutes: number;
  lines: CostLine[];
  costCents: Cents | null;
  revenueCents: Cents;
}

/** What a started minute of this tenant's calls costs it now. */
export async function currentPrice(
  ctx: TenantContext,
  call: { voice_provider: string | null; direction: string },
): Promise<Cents> {
  const rates = await loadVoiceRates(ctx);
  return pricePerMinuteCents(rates, call.voice_provider ?? '', call.direction as CallDirection);
}

/** The bill of a call of that length, at the price it began with. */
export async function billFor(
  ctx: TenantContext,
  call: BilledCall,
  outcome: CallOutcome,
  seconds: number,
): Promise<Bill> {
  // No voice was to be had, so no agent was on the phone: the tenant pays nothing for hearing us apologize, nor for callers
  // who leave, or whose call is ended, before that.
  const voiceFailed = outcome.endReason === 'provider_refused' || outcome.voiceWasReady === false;
  const minutes = voiceFailed ? 0 : billableMinutes(seconds);
  const lines = costLines({
    direction: call.direction as CallDirection,
    toNumber: call.to_number,
    durationSeconds: seconds,
    voices: voiceFailed ? [] : voicesOf(call, outcome, seconds),
    recorded: (call.recording_sid ?? outcome.recordingSid ?? null) !== null,
  });
  const price = minutes === 0 ? 0 : (call.price_per_minute_cents ?? (await currentPrice(ctx, call)));
  return { seconds, minutes, lines, costCents: totalCost(lines), revenueCents: minutes * price };
}

/**
 * Writes the usage of a call. `revision`: how many records of it were taken back before. The first has the call's id, and
 * what corrects it an id that follows from what it corrects: none can be written twice.
 */
export async function writeUsage(
  trx: Db,
  tenantId: string,
  call: Pick<BilledCall, 'id' | 'direction' | 'voice_provider'>,
  bill: Bill,
  { occurredAt, revision = 0 }: { occurredAt: Date; revision?: number },
): Promise<void> {
  await trx
    .insertInto('usage_records')
    .values({
      tenant_id: tenantId,
      id: revision === 0 ? call.id : idFrom(call.id, `revision ${revision}`, 2 * revision),
      kind: 'voice',
      call_id: call.id,
      provider: call.voice_provider,
      direction: call.direction,
      quantity: bill.minutes,
      unit: 'minute',
      cost_cents: bill.costCents,
      revenue_cents: bill.revenueCents,
      lines: JSON.stringify(bill.lines),
      occurred_at: occurredAt,
      revision,
    })
    .execute();
}

/** The usage record of a call that counts now; undefined before it is written. */
export const findUsage = (trx: Db, tenantId: string, callId: string) =>
  trx
    .selectFrom('usage_records')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'voice')
    .where('call_id', '=', callId)
    .where('reverses', 'is', null)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();

/**
 * Takes a usage record back with one of negative amounts on the same day: nothing that was written is edited. It comes
 * before the call's row changes, because what the call added to the figures is read from there.
 */
export async function reverseUsage(trx: Db, record: Selectable<DB['usage_records']>): Promise<void> {
  const { created_at: _writtenAt, agency_id: _setByTrigger, ...rest } = record;
  await trx
    .insertInto('usage_records')
    .values({
      ...rest,
      id: idFrom(record.id, 'reversal', 1),
      reverses: record.id,
      quantity: -record.quantity,
      cost_cents: record.cost_cents === null ? null : -record.cost_cents,
      revenue_cents: -record.revenue_cents,
      lines: JSON.stringify((record.lines as unknown as CostLine[]).map(negative)),
    })
    .execute();
}

const negative = (line: CostLine): CostLine => ({
  ...line,
  quantity: -line.quantity,
  micro_dollars: line.micro_dollars === null ? null : -line.micro_dollars,
});
