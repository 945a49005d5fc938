import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { findTenant, isInGoodStanding, requireActiveTenant } from './index.ts';

const database = await useDatabase();

const load = async (id: string) => {
  const tenant = await findTenant(database.system, id);
  if (!tenant) throw new Error('The tenant is missing');
  return tenant;
};

test('a tenant in good standing may do what costs money; a suspended or inactive one may not', async () => {
  const good = await load((await createTenant(database)).id);
  expect(isInGoodStanding(good)).toBe(true);
  expect(() => requireActiveTenant(good)).not.toThrow();
  const suspended = await load((await createTenant(database, { suspended_at: new Date() })).id);
  expect(() => requireActiveTenant(suspended)).toThrow('This account is suspended');
  const inactive = await load((await createTenant(database, { is_active: false })).id);
  expect(() => requireActiveTenant(inactive)).toThrow('This account is not active');
});

test('a sub-account has its agency’s plan, and stops with it', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency', suspended_at: new Date() });
  const { id } = await createTenant(database, { parent_tenant_id: agency.id, plan: 'starter' });
  expect(await load(id)).toMatchObject({ type: 'sub_account', plan: 'agency', parentTenantId: agency.id });
  expect(isInGoodStanding(await load(id))).toBe(false);
});

test('an id that nobody has is no tenant', async () => {
  expect(await findTenant(database.system, '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00')).toBeNull();
});
