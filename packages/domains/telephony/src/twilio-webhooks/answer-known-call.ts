import { forTenant, type TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { findTenant } from '@leadlock/identity/tenants';
import { notifyExpecting } from '../calls/call-channel.ts';
import { chooseGateway } from '../calls/gateways.ts';
import { streamTokenOf } from '../calls/stream-token.ts';
import { inTurn } from '../limits/in-turn.ts';
import { payerOf } from '../limits/trial.ts';
import { admitCall, findPlace, refuseCall, SPOKEN_REFUSAL, type Refusal } from './admission.ts';
import type { ReportedCall } from './find-call.ts';
import { connectTo, type Connection } from './connect-to.ts';
import { hangUp, sayAndHangUp } from './twiml.ts';

/** The call, locked, while it is open; locked before its session, as by whoever else needs both. */
const lockOpenCall = (trx: Db, { tenant_id: tenantId, id }: ReportedCall) =>
  trx
    .selectFrom('call_logs')
    .select(['agent_id', 'direction'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** When the token of a call that no gateway has claimed yet expires, or has expired, and which one was told of it. */
const findUnclaimedSession = (trx: Db, { tenant_id: tenantId, id }: ReportedCall) =>
  trx
    .selectFrom('call_sessions')
    .select(['token_expires_at', 'expected_by'])
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', id)
    .where('claimed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/**
 * The token of a call for another minute. One that no gateway was told of is told to one now. Any other goes to the address
 * that all gateways share: the one that was told may not be reached.
 */
async function renewToken(
  { db, settings, clock }: TenantContext,
  call: ReportedCall,
  expectedBy: string | null,
): Promise<Connection> {
  const owner = { tenantId: call.tenant_id, callId: call.id };
  const { token, hash, expiresAt } = streamTokenOf(settings, owner, clock.now());
  const gateway = expectedBy === null ? await chooseGateway(db) : null;
  await db
    .updateTable('call_sessions')
    .set({ stream_token_hash: hash, token_expires_at: expiresAt, ...(gateway && { expected_by: gateway.id }) })
    .where('tenant_id', '=', owner.tenantId)
    .where('call_id', '=', owner.callId)
    .execute();
  if (gateway) notifyExpecting(db, { callId: call.id, gatewayId: gateway.id }, 'coming');
  return { token, ownUrl: gateway?.ownUrl ?? null };
}

/**
 * Lets a call that no gateway has claimed be connected for another minute, if it would be taken now. Its place is its own
 * while its token is good; after that others may have taken it. Null once a gateway has the call, or it is over.
 */
async function admitAgain(ctx: TenantContext, call: ReportedCall): Promise<Connection | Refusal | null> {
  // Before the call is locked: whoever waits for their turn holds up nobody who ends the call.
  const noPlace = await findPlace(ctx, call.direction as CallDirection, { except: call.id });
  const open = await lockOpenCall(ctx.db, call);
  const session = open && (await findUnclaimedSession(ctx.db, call));
  if (!open || !session) return null;
  const admission = await admitCall(ctx, open.agent_id, open.direction as CallDirection);
  const standing = 'refused' in admission ? admission : null;
  const keepsPlace = session.token_expires_at > ctx.clock.now();
  const refusal = standing ?? (keepsPlace ? null : noPlace);
  if (refusal === null) return renewToken(ctx, call, session.expected_by);
  await refuseCall(ctx, call.id, refusal);
  return refusal;
}

/**
 * The answer to a call that is known: Twilio has asked twice, or an outbound call was picked up. It is admitted as it was
 * the first time, and counts once. `system.db` must see all tenants.
 */
export async function answerKnownCall(system: TenantContext, call: ReportedCall): Promise<string> {
  const user = call.ended_at === null ? await findTenant(system.db, call.tenant_id) : undefined;
  if (!user) return hangUp();
  const ctx = forTenant(system, user, system.actor);
  const answer = await inTurn(payerOf(user), () =>
    withTransaction(system.db, (trx) => admitAgain({ ...ctx, db: trx }, call)),
  );
  if (answer === null) return hangUp();
  return 'token' in answer ? connectTo(system, answer) : sayAndHangUp(SPOKEN_REFUSAL[answer.refused]);
}
