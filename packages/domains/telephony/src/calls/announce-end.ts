import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import type { DB } from '@leadlock/db/client';
import { recordEvent } from '@leadlock/platform/events';
import type { Selectable } from 'kysely';
import type { Bill } from './bill-call.ts';
import type { FinalStatus } from './call-status.ts';

type AnnouncedCall = Pick<
  Selectable<DB['call_logs']>,
  'id' | 'agent_id' | 'direction' | 'from_number' | 'to_number' | 'started_at'
>;

export interface AnnouncedEnd {
  status: FinalStatus;
  endReason: string;
  endedAt: Date;
  bill: Pick<Bill, 'seconds' | 'minutes'>;
}

/** Whether the end of a call with this status is announced as `call.completed`; any other is `call.failed`. */
export const isAnnouncedAsCompleted = (status: string): boolean => status === 'completed' || status === 'voicemail';

/** Tells the tenant's people and receivers that a call is over. */
export async function announceEnd(ctx: TenantContext, call: AnnouncedCall, end: AnnouncedEnd): Promise<void> {
  const payload = {
    call_id: call.id,
    agent_id: call.agent_id,
    direction: call.direction as CallDirection,
    from_number: call.from_number,
    to_number: call.to_number,
    status: end.status,
    end_reason: end.endReason,
    started_at: call.started_at.toISOString(),
    ended_at: end.endedAt.toISOString(),
    duration_seconds: end.bill.seconds,
  };
  const tenantId = ctx.tenant.id;
  if (isAnnouncedAsCompleted(end.status)) {
    const completed = { ...payload, billable_minutes: end.bill.minutes };
    await recordEvent(ctx, { tenantId, type: 'call.completed', payload: completed });
  } else {
    await recordEvent(ctx, { tenantId, type: 'call.failed', payload });
  }
}
