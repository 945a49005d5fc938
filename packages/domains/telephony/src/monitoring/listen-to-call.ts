import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { GATEWAY_SILENCE_SECONDS } from '../calls/gateways.ts';
import { getCall } from '../calls/get-call.ts';
import { MONITOR_TOKEN_LIFE_MS, newMonitorToken } from './monitor-token.ts';
import type { ListenResponse } from './schemas.ts';

/**
 * Lets the actor listen to a call that runs, with a token that works once and within a minute. That they may is in the audit
 * log, as every mutation is.
 * @throws notFound, and conflict for a call that no gateway holds, or one that cannot be reached by itself
 */
export async function listenToCall(ctx: TenantContext, callId: string): Promise<ListenResponse> {
  const call = await getCall(ctx, callId);
  const key = { tenantId: ctx.tenant.id, callId: call.id };
  // Gateways are no tenant's.
  return withTransaction(allTenants(ctx), async (trx) => {
    const gatewayId = await findHolder(trx, key);
    if (gatewayId === null) throw conflict('This call is not active');
    const url = await findAddress(trx, gatewayId, ctx.settings.publicGatewayUrl);
    if (url === null) {
      throw conflict('Live listening isn’t available: the gateways share one address (set OWN_GATEWAY_URL on each)');
    }
    const { token, hash, expiresAt } = newMonitorToken(ctx.settings, ctx.clock.now());
    await trx
      .insertInto('call_monitors')
      .values({
        tenant_id: key.tenantId,
        id: newId(),
        call_id: key.callId,
        actor: JSON.stringify(ctx.actor),
        token_hash: hash,
        token_expires_at: expiresAt,
      })
      .execute();
    return {
      call_id: key.callId,
      url: `${url}/listen`,
      token,
      expires_in_seconds: MONITOR_TOKEN_LIFE_MS / 1000,
    };
  });
}

/** The gateway that holds the call; null: none does. The session stays as long as the transaction. */
async function findHolder(trx: Db, { tenantId, callId }: { tenantId: string; callId: string }): Promise<string | null> {
  const session = await trx
    .selectFrom('call_sessions')
    .select('gateway_id')
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .forKeyShare()
    .executeTakeFirst();
  return session?.gateway_id ?? null;
}

/** Where a gateway is reached, and no other; null where a load balancer decides that. */
async function findAddress(trx: Db, gatewayId: string, shared: string): Promise<string | null> {
  const gateways = await trx
    .selectFrom('gateways')
    .select(['id', 'own_url'])
    .where('last_seen_at', '>', sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`)
    .execute();
  const holder = gateways.find(({ id }) => id === gatewayId);
  if (holder?.own_url) return holder.own_url;
  return gateways.some(({ id }) => id !== gatewayId) ? null : shared;
}
