import type { SystemContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { hashStreamToken } from '../calls/stream-token.ts';
import { isMonitorToken } from './monitor-token.ts';

/** Somebody who may listen to a call that this gateway holds. */
export interface ClaimedMonitor {
  callId: string;
  tenantId: string;
  actor: Actor;
}

/** Uses up a token; null when it is none of ours, was used, has expired, or is of a call that another gateway holds. */
export async function claimMonitor(
  system: SystemContext,
  { token, gatewayId }: { token: string; gatewayId: string },
): Promise<ClaimedMonitor | null> {
  if (!isMonitorToken(system.settings, token)) return null;
  const now = system.clock.now();
  const claimed = await system.db
    .updateTable('call_monitors as monitor')
    .from('call_sessions as session')
    .set({ claimed_at: now })
    .where('token_hash', '=', hashStreamToken(token))
    .where('monitor.claimed_at', 'is', null)
    .where('monitor.token_expires_at', '>', now)
    .whereRef('session.tenant_id', '=', 'monitor.tenant_id')
    .whereRef('session.call_id', '=', 'monitor.call_id')
    .where('session.gateway_id', '=', gatewayId)
    .returning(['monitor.tenant_id', 'monitor.call_id', 'monitor.actor'])
    .executeTakeFirst();
  return claimed
    ? { callId: claimed.call_id, tenantId: claimed.tenant_id, actor: claimed.actor as unknown as Actor }
    : null;
}
