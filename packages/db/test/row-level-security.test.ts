import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';

const [alice, bob] = [newId(), newId()];

const database = await useDatabase();
beforeAll(async () => {
  for (const [id, name] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    await database.system
      .insertInto('tenants')
      .values({ id, name, slug: name.toLowerCase(), tenant_type: 'direct', plan: 'starter' })
      .execute();
    await database.system.insertInto('agents').values({ tenant_id: id, id: newId(), name, settings: '{}' }).execute();
  }
});

test('a tenant query without a where still sees only its own rows', async () => {
  const names = await database.tenant(alice).selectFrom('agents').select('name').execute();
  expect(names).toEqual([{ name: 'Alice' }]);
});

test('a tenant cannot change or delete rows of another one, nor write rows for it', async () => {
  const db = database.tenant(alice);
  await db.updateTable('agents').set({ name: 'stolen' }).execute();
  await db.deleteFrom('agents').where('tenant_id', '=', bob).execute();
  await expect(
    db.insertInto('agents').values({ tenant_id: bob, id: newId(), name: 'planted', settings: '{}' }).execute(),
  ).rejects.toThrow(/row-level security/);
  const names = await database.system.selectFrom('agents').select('name').orderBy('name').execute();
  expect(names).toEqual([{ name: 'Bob' }, { name: 'stolen' }]);
});

test('connections are set anew when another tenant uses them, in parallel too', async () => {
  const seen = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const id = index % 2 ? alice : bob;
      const rows = await database.tenant(id).selectFrom('agents').select('tenant_id').execute();
      return rows.every((row) => row.tenant_id === id) && rows.length === 1;
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
});

test('neither role owns tables or bypasses policies, and tenants do not see system tables', async () => {
  const { rows } = await sql<{ rolbypassrls: boolean; rolsuper: boolean }>`
    SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user`.execute(database.tenant(alice));
  expect(rows).toEqual([{ rolbypassrls: false, rolsuper: false }]);
  await expect(database.tenant(alice).selectFrom('gateways').selectAll().execute()).rejects.toThrow(
    /permission denied/,
  );
});

test('what an account may do is the platform’s to say: a tenant cannot change its own plan, parent or standing', async () => {
  const db = database.tenant(alice);
  const denied = /permission denied/;
  for (const change of [
    { plan: 'enterprise' },
    { parent_tenant_id: bob },
    { tenant_type: 'agency' },
    { agent_limit: 1_000 },
    { trial_ends_at: new Date('2100-01-01') },
    { suspended_at: new Date() },
    { is_active: false },
    { per_minute_rate_cents: 0 },
    { upcharge_by_provider: JSON.stringify({ openai: 0 }) },
  ]) {
    await expect(db.updateTable('tenants').set(change).where('id', '=', alice).execute()).rejects.toThrow(denied);
  }
  await expect(db.deleteFrom('tenants').where('id', '=', alice).execute()).rejects.toThrow(denied);
  await db.updateTable('tenants').set({ name: 'Alice & Co' }).where('id', '=', alice).execute();
  const user = { tenant_id: alice, email: 'alice@example.com', password_hash: '', role: 'owner' };
  const insert = (more: { is_super_admin?: boolean }) =>
    db
      .insertInto('users')
      .values({ ...user, id: newId(), ...more })
      .execute();
  await expect(insert({ is_super_admin: true })).rejects.toThrow(denied);
  await insert({});
  await expect(db.updateTable('users').set({ is_super_admin: true }).execute()).rejects.toThrow(denied);
  await db.updateTable('users').set({ full_name: 'Alice' }).execute();
});

test('every table with rows of a tenant has a policy', async () => {
  const { rows } = await sql<{ table_name: string }>`
    SELECT c.relname AS table_name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'kysely_%' AND NOT c.relrowsecurity`.execute(
    database.system,
  );
  expect(rows).toEqual([]);
});

test('a transaction joins the one around it and is undone with it', async () => {
  await expect(
    withTransaction(database.system, async (outer) => {
      await withTransaction(outer, (inner) => inner.updateTable('agents').set({ name: 'gone' }).execute());
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
  const row = await database.system.selectFrom('agents').select('name').where('name', '=', 'gone').executeTakeFirst();
  expect(row).toBeUndefined();
});
