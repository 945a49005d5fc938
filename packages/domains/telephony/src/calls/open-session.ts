import type { AgentDraft } from '@leadlock/agents/agents';
import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { notifyExpecting } from './call-channel.ts';
import type { ChosenGateway } from './gateways.ts';
import { streamTokenOf, type TokenOwner } from './stream-token.ts';

/**
 * Lets a call be connected: to the gateway that brings the returned token within a minute. The gateway that will get it, where
 * that is known, opens its voice now. With a `draft`, the call is held with that in place of the agent's saved settings.
 */
export async function openSession(
  trx: Db,
  { settings, clock }: Pick<SystemContext, 'settings' | 'clock'>,
  call: TokenOwner,
  gateway: ChosenGateway | null = null,
  draft: AgentDraft | null = null,
): Promise<string> {
  const { token, hash, expiresAt } = streamTokenOf(settings, call, clock.now());
  await trx
    .insertInto('call_sessions')
    .values({
      tenant_id: call.tenantId,
      call_id: call.callId,
      stream_token_hash: hash,
      token_expires_at: expiresAt,
      expected_by: gateway?.id ?? null,
      agent_draft: draft && JSON.stringify(draft),
    })
    .execute();
  if (gateway) notifyExpecting(trx, { callId: call.callId, gatewayId: gateway.id }, 'coming');
  return token;
}
