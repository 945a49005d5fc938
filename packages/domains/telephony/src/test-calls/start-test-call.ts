import { draftAgent, getAgent, type Agent, type AgentUpdate } from '@leadlock/agents/agents';
import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { conflict, forbidden, limitExceeded, type AppError } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEvent } from '@leadlock/platform/events';
import { currentPrice } from '../calls/bill-call.ts';
import { chooseGateway } from '../calls/gateways.ts';
import { openSession } from '../calls/open-session.ts';
import { BROWSER_PARTY } from '../calls/rehearsal.ts';
import { STREAM_TOKEN_LIFE_MS } from '../calls/stream-token.ts';
import { insertCall } from '../calls/write-call.ts';
import { inTurn } from '../limits/in-turn.ts';
import { payerOf } from '../limits/trial.ts';
import { admitCall, findPlace, type RefusalReason } from '../twilio-webhooks/admission.ts';
import type { TestCallResponse } from './schemas.ts';

/** Unlike a caller on the phone, whoever tests an agent may know what is wrong with the account. */
function refusalOf(reason: RefusalReason): AppError {
  switch (reason) {
    case 'account_suspended':
      return forbidden('This account is suspended');
    case 'trial_over':
      return limitExceeded('The trial has ended. Choose a plan to continue.');
    case 'too_many_calls':
      return limitExceeded('Too many calls at the same time. Wait until one of them ends.');
    case 'no_agent':
    case 'agent_unavailable':
      return conflict('This agent can’t take calls: it is inactive, or its voice is disabled');
  }
}

/** The number the agent answers, one that can text before others: its tools send from there in a test call, too. */
const findAgentNumber = (trx: Db, tenantId: string, agentId: string) =>
  trx
    .selectFrom('phone_numbers as number')
    .leftJoin('integrations as account', (join) =>
      join.onRef('account.tenant_id', '=', 'number.tenant_id').onRef('account.id', '=', 'number.integration_id'),
    )
    .select(['number.id', 'number.phone_number', 'account.account_id'])
    .where('number.user_tenant_id', '=', tenantId)
    .where('number.agent_id', '=', agentId)
    .where('number.is_active', '=', true)
    .orderBy('number.sms_capable', 'desc')
    .orderBy('number.created_at')
    .limit(1)
    .executeTakeFirst();

/** Enters the call. No carrier knows it, so the name that a carrier would give it is made up from its own. */
async function enterTestCall(ctx: TenantContext, trx: Db, agent: Agent): Promise<string> {
  const tenantId = ctx.tenant.id;
  const id = newId();
  const now = ctx.clock.now();
  const number = await findAgentNumber(trx, tenantId, agent.id);
  const kind = { direction: 'test', voice_provider: agent.settings.voice_provider ?? null } as const;
  const parties = { from_number: BROWSER_PARTY, to_number: number?.phone_number ?? agent.name };
  await insertCall(trx, {
    tenant_id: tenantId,
    id,
    agent_id: agent.id,
    agent_name: agent.name,
    phone_number_id: number?.id ?? null,
    twilio_call_sid: `test-${id}`,
    twilio_account_sid: number?.account_id ?? null,
    ...kind,
    ...parties,
    price_per_minute_cents: await currentPrice(ctx, kind),
    status: 'ringing',
    started_at: now,
  });
  await recordEvent(
    { ...ctx, db: trx },
    {
      tenantId,
      type: 'call.started',
      payload: { call_id: id, agent_id: agent.id, direction: 'test', ...parties, started_at: now.toISOString() },
    },
  );
  return id;
}

/**
 * Enters a call with an agent that somebody holds in a browser. It is refused where a phone call would be, it is billed
 * like one, and it leaves behind what one does; only the carrier has no part in it.
 * @param changes to the agent that this call tries: checked as if they were saved, and kept until the call ends
 * @throws notFound without such an agent, conflict when it takes no calls, a validation error for the changes, forbidden and limitExceeded for the account
 */
export async function startTestCall(
  ctx: TenantContext,
  agentId: string,
  changes?: AgentUpdate,
): Promise<TestCallResponse> {
  await getAgent(ctx, agentId);
  const draft = changes ? await draftAgent(ctx, agentId, changes) : null;
  const admission = await admitCall(ctx, agentId, 'test', draft);
  if ('refused' in admission) throw refusalOf(admission.refused);
  const enter = async (trx: Db): Promise<TestCallResponse> => {
    const within = { ...ctx, db: trx };
    const refusal = await findPlace(within, 'test');
    if (refusal) throw refusalOf(refusal.refused);
    const callId = await enterTestCall(within, trx, admission.agent);
    const gateway = await chooseGateway(trx);
    const token = await openSession(trx, ctx, { tenantId: ctx.tenant.id, callId }, gateway, draft);
    return {
      call_id: callId,
      url: `${gateway?.ownUrl ?? ctx.settings.publicGatewayUrl}/browser`,
      token,
      expires_in_seconds: STREAM_TOKEN_LIFE_MS / 1000,
    };
  };
  // The agency's rows, which count, are none that a sub-account's own connection may see.
  return inTurn(payerOf(ctx.tenant), () => withTransaction(allTenants(ctx), enter));
}
