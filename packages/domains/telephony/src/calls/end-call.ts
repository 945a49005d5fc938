import type { TenantContext } from '@leadlock/context/context';
import { conflict, notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { notifyGateway } from './call-channel.ts';
import { toCallLogResponse } from './call-view.ts';
import { findCall } from './queries.ts';
import type { CallLogResponse } from './schemas.ts';

/**
 * Asks the gateway that holds a call to say goodbye and end it. It is over when its row says so.
 * @returns the call as it still is
 * @throws conflict for a call that no gateway holds (yet, or any more)
 */
export function endCall(ctx: TenantContext, callId: string): Promise<CallLogResponse> {
  return withTransaction(ctx.db, async (trx) => {
    const call = await findCall(trx, ctx.tenant.id, callId);
    if (!call) throw notFound('Call');
    const session = await trx
      .selectFrom('call_sessions')
      .select('gateway_id')
      .where('tenant_id', '=', ctx.tenant.id)
      .where('call_id', '=', callId)
      .where('gateway_id', 'is not', null)
      .executeTakeFirst();
    if (call.ended_at !== null || !session) throw conflict('This call is not active');
    notifyGateway(trx, callId, 'end');
    return toCallLogResponse(call, ctx);
  });
}
