import { createHash } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import { createUser } from '@leadlock/testing/factories';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';

const apiKey: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const key_hash = createHash('sha256').update(id).digest();
  const values = { tenant_id: tenant.id, id, name: mark, key_prefix: 'sk_live_0000', key_hash };
  await system.db.insertInto('api_keys').values(values).execute();
  return id;
};

const user: Seed = async ({ system, tenant, mark }) => {
  const row = await createUser(system.database, tenant, { role: 'member', full_name: mark });
  return row.id;
};

export const identityRows: AccessRows = {
  ids: { key_id: apiKey, tenant_id: ({ tenant }) => Promise.resolve(tenant.id), user_id: user },
  plainParameters: ['step'],
};
