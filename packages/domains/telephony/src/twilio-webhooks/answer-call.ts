import type { Agent } from '@leadlock/agents/agents';
import { allTenants } from '@leadlock/context/all-tenants';
import { forTenant, type TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { findTenant } from '@leadlock/identity/tenants';
import { recordEvent } from '@leadlock/platform/events';
import { sql } from 'kysely';
import { currentPrice } from '../calls/bill-call.ts';
import { calledNumbers, readCaller, storedCaller } from '../calls/caller.ts';
import { chooseGateway } from '../calls/gateways.ts';
import { openSession } from '../calls/open-session.ts';
import { insertCall } from '../calls/write-call.ts';
import { inTurn } from '../limits/in-turn.ts';
import { payerOf } from '../limits/trial.ts';
import { admitCall, findPlace, refuseCall, SPOKEN_REFUSAL, type Refusal } from './admission.ts';
import { answerKnownCall } from './answer-known-call.ts';
import type { AuthenticWebhook } from './authenticate.ts';
import { findReportedCall } from './find-call.ts';
import type { VoiceWebhook } from './schemas.ts';
import { connectTo, type Connection } from './connect-to.ts';
import { hangUp, sayAndHangUp } from './twiml.ts';

interface CalledNumber {
  id: string;
  phone_number: string;
  user_tenant_id: string;
  agent_id: string | null;
}

/** The number that was called, if the tenant owns or uses it. */
const findCalledNumber = (db: Db, tenantId: string, called: string): Promise<CalledNumber | undefined> =>
  db
    .selectFrom('phone_numbers')
    .select(['id', 'phone_number', 'user_tenant_id', 'agent_id'])
    .where(sql<boolean>`phone_number = ANY (${calledNumbers(called)}::text[])`)
    .where('is_active', '=', true)
    .where((eb) => eb.or([eb('tenant_id', '=', tenantId), eb('sub_account_id', '=', tenantId)]))
    .executeTakeFirst();

interface InboundCall {
  number: CalledNumber;
  webhook: VoiceWebhook;
  accountSid: string;
  agent: Agent | null;
}

/** Enters an inbound call; null when somebody else just has. */
async function enterInbound(ctx: TenantContext, trx: Db, call: InboundCall): Promise<string | null> {
  const { number, webhook, accountSid, agent } = call;
  const id = newId();
  const kind = { direction: 'inbound', voice_provider: agent?.settings.voice_provider ?? null };
  const { numInsertedOrUpdatedRows: entered } = await trx
    .insertInto('call_sids')
    .values({ tenant_id: ctx.tenant.id, twilio_call_sid: webhook.CallSid, call_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (entered !== 1n) return null;
  await insertCall(trx, {
    tenant_id: ctx.tenant.id,
    id,
    agent_id: agent?.id ?? number.agent_id,
    agent_name: agent?.name ?? null,
    phone_number_id: number.id,
    twilio_call_sid: webhook.CallSid,
    twilio_account_sid: accountSid,
    ...kind,
    price_per_minute_cents: agent && (await currentPrice(ctx, kind)),
    from_number: storedCaller(readCaller(webhook.From)),
    to_number: number.phone_number,
    status: 'ringing',
    started_at: ctx.clock.now(),
  });
  return id;
}

/** Takes the call: its row, its session, its event. */
async function takeCall(ctx: TenantContext, callId: string, call: InboundCall & { agent: Agent }): Promise<Connection> {
  const now = ctx.clock.now();
  const gateway = await chooseGateway(ctx.db);
  const token = await openSession(ctx.db, ctx, { tenantId: ctx.tenant.id, callId }, gateway);
  await recordEvent(ctx, {
    tenantId: ctx.tenant.id,
    type: 'call.started',
    payload: {
      call_id: callId,
      agent_id: call.agent.id,
      direction: 'inbound',
      from_number: storedCaller(readCaller(call.webhook.From)),
      to_number: call.number.phone_number,
      started_at: now.toISOString(),
    },
  });
  return { token, ownUrl: gateway?.ownUrl ?? null };
}

/**
 * Enters an inbound call, and takes it where there is room for it. Null when the same webhook has just entered it.
 * The agency's rows, which count, are none that a sub-account's own connection may see: this is the system's.
 */
function enterCall(
  owner: TenantContext,
  call: InboundCall,
  refusal: Refusal | null,
): Promise<Connection | Refusal | null> {
  const enter = async (trx: Db): Promise<Connection | Refusal | null> => {
    const ctx = { ...owner, db: trx };
    const { agent } = call;
    const reason = refusal ?? (await findPlace(ctx, 'inbound'));
    const callId = await enterInbound(ctx, trx, call);
    if (callId === null) return null;
    if (reason === null && agent !== null) return takeCall(ctx, callId, { ...call, agent });
    const refused = reason ?? { refused: 'no_agent' };
    await refuseCall(ctx, callId, refused);
    return refused;
  };
  return inTurn(payerOf(owner.tenant), () => withTransaction(allTenants(owner), enter));
}

/**
 * Answers Twilio's question what to do with a call, in TwiML. An inbound call to a number with an agent that may take it
 * is entered once, however often Twilio asks, and connected to a gateway; any other is refused in words.
 */
export async function answerCall({ ctx: owner, accountSid }: AuthenticWebhook, webhook: VoiceWebhook): Promise<string> {
  const system = { ...owner, db: allTenants(owner) };
  const reported = { callSid: webhook.CallSid, accountSid };
  const known = await findReportedCall(system.db, owner.tenant.id, reported);
  if (known) return answerKnownCall(system, known);
  // A call that we placed has been entered before; one that has not is none of ours.
  if (webhook.Direction.startsWith('outbound')) return hangUp();

  const number = await findCalledNumber(system.db, owner.tenant.id, webhook.To);
  const user = number && (await findTenant(system.db, number.user_tenant_id));
  if (!number || !user) {
    owner.log.warn({ to: calledNumbers(webhook.To) }, 'rejected a call to a number that isn’t imported');
    return sayAndHangUp(SPOKEN_REFUSAL.unknown_number);
  }
  const ctx = forTenant(system, user, owner.actor);
  const admission = await admitCall(ctx, number.agent_id, 'inbound');
  const refusal = 'refused' in admission ? admission : null;
  const agent = 'agent' in admission ? admission.agent : null;
  const answer = await enterCall(ctx, { number, webhook, accountSid, agent }, refusal);
  if (answer && 'token' in answer) return connectTo(owner, answer);
  const entered = answer === null && (await findReportedCall(system.db, owner.tenant.id, reported));
  if (entered) return answerKnownCall(system, entered);
  return answer === null ? hangUp() : sayAndHangUp(SPOKEN_REFUSAL[answer.refused]);
}
