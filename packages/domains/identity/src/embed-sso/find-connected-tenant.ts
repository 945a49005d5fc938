import type { Tenant } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { findTenant } from '../tenants/index.ts';
import type { GhlUser } from './ghl-user.ts';

/** Tenants whose active integration is this GHL account, and those that their agency has assigned it to. */
const selectConnections = (db: Db, accountId: string, companyId: string) =>
  db
    .selectFrom('integrations')
    .leftJoin('sub_account_integrations as assigned', (join) =>
      join
        .onRef('assigned.agency_id', '=', 'integrations.tenant_id')
        .onRef('assigned.integration_id', '=', 'integrations.id'),
    )
    .select(['integrations.tenant_id as owner', 'assigned.tenant_id as assignee'])
    .where('integrations.provider', '=', 'ghl')
    .where('integrations.account_id', '=', accountId)
    .where('integrations.is_active', '=', true)
    // A location belongs to one company; a payload that says otherwise is not about this one.
    .where(sql`coalesce(integrations.metadata ->> 'company_id', ${companyId})`, '=', companyId)
    .execute();

/** The tenants that the frame may have been opened for; somebody may have deleted some of them. */
async function findTenantIds(db: Db, user: GhlUser): Promise<Set<string>> {
  if (user.activeLocation) {
    const connections = await selectConnections(db, user.activeLocation, user.companyId);
    return new Set(connections.map(({ owner, assignee }) => assignee ?? owner));
  }
  if (user.type !== 'agency') return new Set();
  // Only locations are assigned for use: whoever works for the company works for the agency that connected it.
  const connections = await selectConnections(db, user.companyId, user.companyId);
  return new Set(connections.map(({ owner }) => owner));
}

/**
 * For whom the frame was opened: the tenant that has connected the open location, or the company where none is open.
 * `db` must be a system connection.
 * @throws forbidden where nobody has, where several tenants have, so that nothing says which one is meant, and where a
 * user of one location would get into the agency of them all.
 */
export async function findConnectedTenant(db: Db, user: GhlUser): Promise<Tenant> {
  const tenants: Tenant[] = [];
  for (const id of await findTenantIds(db, user)) {
    const tenant = await findTenant(db, id);
    if (tenant?.isActive) tenants.push(tenant);
  }
  const [tenant] = tenants;
  if (!tenant) throw forbidden('This GHL account is not connected');
  if (tenants.length > 1) throw forbidden('This GHL account is connected to several accounts');
  if (user.type === 'location' && tenant.type === 'agency') {
    throw forbidden('This GHL location isn’t assigned to a sub-account');
  }
  return tenant;
}
