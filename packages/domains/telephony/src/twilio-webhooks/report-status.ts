import { allTenants } from '@leadlock/context/all-tenants';
import { forTenant, type TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { findTenant } from '@leadlock/identity/tenants';
import { sql } from 'kysely';
import { notifyGateway } from '../calls/call-channel.ts';
import { fromTwilio, isAdvance, isFinal, type CallStatus, type FinalStatus } from '../calls/call-status.ts';
import { flagContradiction, noteCarrierSeconds } from '../calls/billing-difference.ts';
import { NEVER_CONNECTED } from '../calls/call-outcome.ts';
import { completeCall } from '../calls/complete-call.ts';
import { updateCall } from '../calls/write-call.ts';
import { endTransfersOf } from '../transfers/report-callee.ts';
import type { AuthenticWebhook } from './authenticate.ts';
import { findReportedCall } from './find-call.ts';
import { secondsOf, type StatusWebhook } from './schemas.ts';

/** The call's status, locked, while it is open. */
async function lockStatus(trx: Db, tenantId: string, callId: string): Promise<CallStatus | undefined> {
  const row = await trx
    .selectFrom('call_logs')
    .select('status')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row?.status as CallStatus | undefined;
}

/** Keeps what the carrier says until the gateway that holds the call ends it; false when none does. */
async function tellGateway(
  ctx: TenantContext,
  trx: Db,
  callId: string,
  status: FinalStatus,
  seconds: number | null,
): Promise<boolean> {
  const told = await trx
    .updateTable('call_sessions')
    .set({
      reported_status: status,
      reported_duration_seconds: sql`coalesce(reported_duration_seconds, ${seconds}::integer)`,
    })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('call_id', '=', callId)
    .where('claimed_at', 'is not', null)
    .returning('reported_duration_seconds')
    .executeTakeFirst();
  if (!told) return false;
  const { reported_duration_seconds: first } = told;
  if (seconds !== null && first !== null) await flagContradiction({ ...ctx, db: trx }, callId, { first, seconds });
  notifyGateway(trx, callId, 'carrier_ended');
  return true;
}

async function applyStatus(ctx: TenantContext, callId: string, status: CallStatus, seconds: number | null) {
  await withTransaction(ctx.db, async (trx) => {
    const current = await lockStatus(trx, ctx.tenant.id, callId);
    if (current === undefined || !isAdvance(current, status)) return;
    if (!isFinal(status)) {
      await updateCall(trx, { tenantId: ctx.tenant.id, callId }, { status, updated_at: ctx.clock.now() });
      return;
    }
    if (await tellGateway(ctx, trx, callId, status, seconds)) return;
    const outcome = status === 'completed' ? NEVER_CONNECTED : { status, endReason: status };
    await completeCall({ ...ctx, db: trx }, callId, outcome);
  });
}

/**
 * Takes in what Twilio reports of a call. What is late, repeated, or about a call we do not know changes nothing. The end
 * of a call that a gateway holds is left to that gateway, which knows what was said and how long it took; any other call
 * ends here. How long Twilio says that it took is kept to compare, and never billed: such a report is signed with a key
 * that the tenant has as well.
 */
export async function reportStatus(
  { ctx: owner, accountSid }: AuthenticWebhook,
  webhook: StatusWebhook,
): Promise<void> {
  const status = fromTwilio(webhook.CallStatus);
  if (status === null) return;
  const db = allTenants(owner);
  const call = await findReportedCall(db, owner.tenant.id, { callSid: webhook.CallSid, accountSid });
  const tenant = call && (await findTenant(db, call.tenant_id));
  if (!call || !tenant) return;
  const ctx = forTenant(owner, tenant, owner.actor);
  const seconds = secondsOf(webhook.CallDuration);
  if (call.ended_at === null) await applyStatus(ctx, call.id, status, seconds);
  if (isFinal(status)) await endTransfersOf(ctx, call.id);
  // It may have ended since it was looked up, or just now.
  if (isFinal(status) && seconds !== null) await noteCarrierSeconds(ctx, call.id, seconds);
}
