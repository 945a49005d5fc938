import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { telephonyRouter } from '../router.ts';

const database = await useDatabase();
const world = await createWorld(database, { tenant: { tenant_type: 'agency', plan: 'pro' } });
const api = await useOperations(telephonyRouter, world.system);
const token = await signIn(world.system, world.tenant);

const subAccountOf = (agency: { id: string }, overrides: object = {}) =>
  createTenant(database, { parent_tenant_id: agency.id, plan: 'pro', ...overrides });
const assign = (subAccountId: unknown, numberId = world.numberId, as = token) =>
  api.request('POST', `/phone-numbers/${numberId}/assign`, { token: as, body: { sub_account_id: subAccountId } });
const assignable = async (as = token) =>
  (await api.request('GET', '/phone-numbers/available-for-assignment', { token: as })).body as {
    phone_numbers: { id: string }[];
    total: number;
  };
const stored = () =>
  database.system
    .selectFrom('phone_numbers')
    .select(['tenant_id', 'sub_account_id', 'user_tenant_id', 'agent_id'])
    .where('id', '=', world.numberId)
    .executeTakeFirstOrThrow();

describe('assigning a number', () => {
  it('hands it to the sub-account without an agent, and back', async () => {
    const sub = await subAccountOf(world.tenant, { name: 'Branch' });
    expect(await assignable()).toMatchObject({ phone_numbers: [{ id: world.numberId }], total: 1 });
    expect(await assign(sub.id)).toMatchObject({
      status: 200,
      body: {
        id: world.numberId,
        tenant_id: world.tenant.id,
        sub_account_id: sub.id,
        sub_account_name: 'Branch',
        agent_id: null,
      },
    });
    expect(await assignable()).toMatchObject({ total: 0 });

    const agent = await createAgent(database, sub);
    await database.system
      .updateTable('phone_numbers')
      .set({ agent_id: agent.id })
      .where('id', '=', world.numberId)
      .execute();
    expect((await assign(sub.id)).body).toMatchObject({ agent_id: agent.id });

    expect((await assign(null)).body).toMatchObject({ sub_account_id: null, agent_id: null });
    expect(await stored()).toMatchObject({ user_tenant_id: world.tenant.id, agent_id: null });
  });

  it('goes to the agency’s own active sub-accounts alone', async () => {
    const before = await stored();
    const foreign = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
    const refused = [
      await subAccountOf(foreign),
      await subAccountOf(world.tenant, { is_active: false }),
      foreign,
      world.tenant,
      { id: 'no-id' },
    ];
    for (const { id } of refused) expect([id, (await assign(id)).status]).toEqual([id, 422]);
    expect(await stored()).toEqual(before);
  });

  it('is for the agency that owns it', async () => {
    const before = await stored();
    const sub = await subAccountOf(world.tenant);
    const foreign = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
    const foreignSub = await subAccountOf(foreign);
    expect((await assign(foreignSub.id, world.numberId, await signIn(world.system, foreign))).status).toBe(404);
    expect((await assign(sub.id, world.numberId, await signIn(world.system, sub))).status).toBe(403);
    const member = await signIn(world.system, world.tenant, { role: 'member' });
    expect((await assign(sub.id, world.numberId, member)).status).toBe(403);
    expect((await assign(sub.id, 'no-id')).status).toBe(404);
    expect(await assignable(await signIn(world.system, foreign))).toEqual({ phone_numbers: [], total: 0 });
    expect(await stored()).toEqual(before);
  });
});
