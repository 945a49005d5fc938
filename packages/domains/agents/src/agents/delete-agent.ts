import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';

/** Deletes an agent. Its phone numbers stay without one, and its calls stay under its name. @throws not_found. */
export async function deleteAgent(ctx: TenantContext, id: string): Promise<void> {
  const deleted = await ctx.db
    .deleteFrom('agents')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!deleted) throw notFound('Agent');
}
