import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { revokeSessions } from './revoke-sessions.ts';

/** Ends every session of a user, on all devices: none of their tokens, of either kind, holds any more. */
export async function logoutAll(ctx: SystemContext, user: { tenantId: string; userId: string }): Promise<void> {
  await withTransaction(ctx.db, (trx) => revokeSessions(trx, user, ctx.clock.now()));
}
