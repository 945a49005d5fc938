import { findAgentForCall } from '@leadlock/agents/agents';
import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { type CallDirection, REHEARSAL_DIRECTIONS } from '@leadlock/core/call-direction';
import { isTwilioSid } from '@leadlock/core/twilio-sid';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { findTenant, isInGoodStanding } from '@leadlock/identity/tenants';
import { notifyExpecting } from './call-channel.ts';
import { completeCall } from './complete-call.ts';
import type { CallSetup } from './session-config.ts';
import { setUpCall } from './set-up-call.ts';
import { hashStreamToken, isStreamToken } from './stream-token.ts';
import { updateCall } from './write-call.ts';

export interface ClaimInput {
  token: string;
  /** The carrier's name of the call; null claims a call from a browser, which no carrier knows. */
  callSid: string | null;
  streamSid: string | null;
  gatewayId: string;
}

/** A call that a gateway has taken over, with all it needs to hold it. */
export interface ClaimedCall extends CallSetup {
  callId: string;
  tenantId: string;
  callSid: string | null;
  /** Every phone call is recorded: the agents' setting is whether that is announced. */
  record: boolean;
  /** For the call's further verbs: tools, transcript, completion. */
  ctx: TenantContext;
}

/** A call that no agent may hold any more, though it was to be connected: it is over, and what is left is to say so. */
export interface RefusedClaim {
  refused: 'account_suspended' | 'agent_unavailable';
}

/** The call that the token was issued for, locked, if it is still to be answered. */
async function lockCall(trx: Db, tokenHash: Buffer, callSid: string | null) {
  const session = await trx
    .selectFrom('call_sessions')
    .select(['tenant_id', 'call_id'])
    .where('stream_token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (!session) return undefined;
  // The call's row is always locked before its session's, so that a webhook and a gateway cannot wait for each other.
  return (
    trx
      .selectFrom('call_logs')
      .select(['tenant_id', 'id', 'agent_id', 'direction', 'from_number', 'to_number'])
      .where('tenant_id', '=', session.tenant_id)
      .where('id', '=', session.call_id)
      // A phone's token is no good in a browser, nor a browser's on the phone.
      .where((eb) =>
        callSid === null
          ? eb('direction', 'in', REHEARSAL_DIRECTIONS)
          : eb.and([eb('twilio_call_sid', '=', callSid), eb('direction', 'not in', REHEARSAL_DIRECTIONS)]),
      )
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
  );
}

/** Uses up the token; null when it was used before, has expired, or was replaced by another. */
async function useToken(trx: Db, tokenHash: Buffer, input: ClaimInput, now: Date) {
  const used = await trx
    .updateTable('call_sessions')
    .set({ claimed_at: now, gateway_id: input.gatewayId, stream_sid: input.streamSid })
    .where('stream_token_hash', '=', tokenHash)
    .where('claimed_at', 'is', null)
    .where('token_expires_at', '>', now)
    .returning(['call_id', 'token_expires_at', 'expected_by', 'agent_draft'])
    .executeTakeFirst();
  return used ?? null;
}

/**
 * Ends a call whose account or agent was deactivated since it was to be connected. It costs nothing: nobody has held it.
 * The standing is read after the claim is written, so that a suspension is either seen here or sees the call.
 */
async function refuse(ctx: TenantContext, callId: string, refused: RefusedClaim['refused']): Promise<RefusedClaim> {
  await completeCall(ctx, callId, { status: 'failed', endReason: refused, durationMs: 0 });
  return { refused };
}

/**
 * Hands a call to the gateway that its media stream has reached. The token works once, for its own call, and for a
 * minute; anything else gives null.
 */
export async function claimCall(system: SystemContext, input: ClaimInput): Promise<ClaimedCall | RefusedClaim | null> {
  if (input.callSid !== null && !isTwilioSid('CA', input.callSid)) return null;
  if (!isStreamToken(system.settings, input.token)) return null;
  const now = system.clock.now();
  const tokenHash = hashStreamToken(input.token);
  const call = await withTransaction(system.db, async (trx) => {
    const locked = await lockCall(trx, tokenHash, input.callSid);
    const used = locked && (await useToken(trx, tokenHash, input, now));
    if (!used) return undefined;
    const { expected_by: expectedBy, call_id: callId } = used;
    if (expectedBy !== null && expectedBy !== input.gatewayId) {
      notifyExpecting(trx, { callId, gatewayId: expectedBy }, 'went_elsewhere');
    }
    const changes = { status: 'in-progress', answered_at: now, updated_at: now };
    await updateCall(trx, { tenantId: locked.tenant_id, callId: locked.id }, changes);
    return { ...locked, token_expires_at: used.token_expires_at, draft: used.agent_draft };
  });
  if (!call) return null;

  // Without a tenant there is no call any more either.
  const tenant = await findTenant(system.db, call.tenant_id);
  if (!tenant) return null;
  const ctx = forTenant(system, tenant, { type: 'call', callId: call.id });
  if (!isInGoodStanding(tenant)) return refuse(ctx, call.id, 'account_suspended');
  const direction = call.direction as CallDirection;
  const { agent_id: agentId, draft } = call;
  const agent = agentId === null ? null : await findAgentForCall(ctx, { agentId, direction, draft });
  if (!agent) return refuse(ctx, call.id, 'agent_unavailable');
  const setup = setUpCall(ctx, agent, call);
  const { callSid } = input;
  return { ...setup, callId: call.id, tenantId: tenant.id, callSid, record: callSid !== null, ctx };
}
