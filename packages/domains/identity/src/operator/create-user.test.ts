import { useDatabase } from '@leadlock/db/testing/use-database';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { expect, test } from 'vitest';
import { login } from '../auth/index.ts';
import { createUser, NewUser } from './create-user.ts';

const database = await useDatabase();

const newUser = (overrides: Partial<NewUser>): NewUser =>
  NewUser.parse({
    email: 'Grace@Example.com ',
    password: 'a-harbour-in-the-fog',
    full_name: 'Grace',
    role: 'owner',
    is_super_admin: false,
    account: { company_name: 'Harbour', account_type: 'agency' },
    ...overrides,
  });

test('creates a super admin with an account of their own, who can log in', async () => {
  const ctx = createTestContext(database);
  const created = await createUser(ctx, newUser({ is_super_admin: true }));
  expect(created).toMatchObject({ email: 'grace@example.com', full_name: 'Grace', is_super_admin: true });
  const session = await login(ctx, { email: 'grace@example.com', password: 'a-harbour-in-the-fog' });
  expect(session).toMatchObject({ user: created, tenant: { name: 'Harbour' } });
});

test('adds a member to an account that exists, and refuses one that does not', async () => {
  const ctx = createTestContext(database);
  const tenant = await createTenant(database);
  const member = newUser({ email: 'member@example.com', role: 'member', account: { tenant_id: tenant.id } });
  expect(await createUser(ctx, member)).toMatchObject({ tenant_id: tenant.id, role: 'member', is_super_admin: false });
  const nowhere = newUser({ email: 'b@example.com', account: { tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f' } });
  await expect(createUser(ctx, nowhere)).rejects.toMatchObject({ kind: 'not_found' });
});

test('an address that is taken leaves no account behind', async () => {
  const ctx = createTestContext(database);
  await createUser(ctx, newUser({ email: 'taken@example.com' }));
  const again = newUser({ email: 'TAKEN@example.com', account: { company_name: 'Twice', account_type: 'direct' } });
  await expect(createUser(ctx, again)).rejects.toMatchObject({ kind: 'conflict' });
  const rows = await database.system.selectFrom('tenants').select('id').where('name', '=', 'Twice').execute();
  expect(rows).toEqual([]);
});

test('a common password is refused as at sign-up', async () => {
  const common = newUser({ email: 'c@example.com', password: 'password1' });
  await expect(createUser(createTestContext(database), common)).rejects.toMatchObject({ kind: 'validation' });
});
