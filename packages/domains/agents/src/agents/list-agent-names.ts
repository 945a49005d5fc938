import type { TenantContext } from '@leadlock/context/context';

export interface NamedAgent {
  id: string;
  name: string;
  is_active: boolean;
}

/** The agents of the tenant by name, the newest first: what there is to choose from, without all that they are told. */
export const listAgentNames = (ctx: TenantContext): Promise<NamedAgent[]> =>
  ctx.db
    .selectFrom('agents')
    .select(['id', 'name', 'is_active'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
