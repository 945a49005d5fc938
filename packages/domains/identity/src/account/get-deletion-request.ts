import type { TenantContext } from '@leadlock/context/context';
import { selectDeletionRequests, toDeletionRequest } from './deletion-request.ts';
import type { DeletionRequest } from './schemas.ts';

/** The tenant's newest request, or null when there never was one. */
export async function getDeletionRequest(ctx: TenantContext): Promise<DeletionRequest | null> {
  const row = await selectDeletionRequests(ctx.db, ctx.tenant.id).limit(1).executeTakeFirst();
  return row ? toDeletionRequest(row) : null;
}
