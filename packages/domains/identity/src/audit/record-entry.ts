import type { SystemContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import type { Db } from '@leadlock/db/client';
import { recordAudit } from './record-audit.ts';
import type { RequestOrigin } from './request-origin.ts';

/** Somebody who comes in by a door that asks for no credential, and changes by it who may come in. */
export interface Newcomer {
  tenant_id: string;
  id: string;
  role: string;
  is_super_admin: boolean;
}

/** Keeps it with what they did, in one transaction. @param operation as procedures are called */
export async function recordEntry(
  { clock }: Pick<SystemContext, 'clock'>,
  trx: Db,
  user: Newcomer,
  { operation, requestId, ip }: RequestOrigin & { operation: string },
): Promise<void> {
  await recordAudit(trx, {
    tenantIds: [user.tenant_id],
    actor: { type: 'user', userId: user.id, role: user.role as Role, isSuperAdmin: user.is_super_admin },
    operation,
    target: { user_id: user.id },
    outcome: 'succeeded',
    requestId,
    ip,
    occurredAt: clock.now(),
  });
}
