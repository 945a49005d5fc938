import type { TenantContext } from '@leadlock/context/context';
import { invalidField } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import type { StepUpdateRequest } from './schemas.ts';

type IdField = 'agent_id' | 'ghl_integration_id' | 'phone_number_id' | 'sub_account_id';

/** Whether the row is there and the tenant's; another tenant's is not there. */
async function exists({ tenant }: TenantContext, db: Db, field: IdField, id: string): Promise<boolean> {
  const queries = {
    agent_id: () => db.selectFrom('agents').select('id').where('tenant_id', '=', tenant.id).where('id', '=', id),
    ghl_integration_id: () =>
      db
        .selectFrom('integrations')
        .select('id')
        .where('tenant_id', '=', tenant.id)
        .where('provider', '=', 'ghl')
        .where('id', '=', id)
        .unionAll(
          // A sub-account works with the one that its agency has assigned to it.
          db
            .selectFrom('sub_account_integrations')
            .select('integration_id as id')
            .where('tenant_id', '=', tenant.id)
            .where('provider', '=', 'ghl')
            .where('integration_id', '=', id),
        ),
    phone_number_id: () =>
      db
        .selectFrom('phone_numbers')
        .select('id')
        .where((eb) => eb.or([eb('tenant_id', '=', tenant.id), eb('user_tenant_id', '=', tenant.id)]))
        .where('id', '=', id),
    sub_account_id: () =>
      db.selectFrom('tenants').select('id').where('parent_tenant_id', '=', tenant.id).where('id', '=', id),
  };
  return (await queries[field]().executeTakeFirst()) !== undefined;
}

/** @throws validation error for an id that names nothing of this tenant's. */
export async function requireOwnRows(ctx: TenantContext, db: Db, update: StepUpdateRequest): Promise<void> {
  for (const field of ['agent_id', 'ghl_integration_id', 'phone_number_id', 'sub_account_id'] as const) {
    const id = update[field];
    if (typeof id === 'string' && !(await exists(ctx, db, field, id))) {
      throw invalidField(['body', field], 'No item with this ID', id);
    }
  }
}
