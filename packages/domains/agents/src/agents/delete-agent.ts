import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { copyFollows } from '../elevenlabs/sync-job.ts';
import { readSettings } from './settings.ts';

/** Deletes an agent. Its phone numbers stay without one, and its calls stay under its name. @throws not_found. */
export async function deleteAgent(ctx: TenantContext, id: string): Promise<void> {
  await withTransaction(ctx.db, async (trx) => {
    const deleted = await trx
      .deleteFrom('agents')
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', id)
      .returning('settings')
      .executeTakeFirst();
    if (!deleted) throw notFound('Agent');
    await copyFollows(ctx, trx, id, { before: readSettings(deleted.settings), after: null });
  });
}
