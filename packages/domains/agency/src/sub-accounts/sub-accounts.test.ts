import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { createApiKey } from '@leadlock/identity/api-keys';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import { selectSubAccounts } from './queries.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
const token = await signIn(world.system, world.agency);

const slug = () => `sub-${newId()}`;
const create = (body: Record<string, unknown>, as = token) =>
  api.request('POST', '/agency/sub-accounts', { token: as, body: { name: 'Bright Smile', slug: slug(), ...body } });

describe('creating', () => {
  test('fills in the defaults and reads back the same', async () => {
    const created = await create({ slug: `  Bright-${newId()} `, upcharge_by_provider: { elevenlabs: 10 } });
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: 'Bright Smile',
        slug: expect.stringMatching(/^bright-/) as string,
        per_minute_rate_cents: 20,
        monthly_platform_fee_cents: 0,
        billing_start_day: 1,
        upcharge_by_provider: { elevenlabs: 10 },
        is_active: true,
        is_suspended: false,
        integrations: [],
        total_calls: 0,
        agents_count: 0,
      },
    });
    const { id } = created.body as { id: string };
    expect((await api.request('GET', `/agency/sub-accounts/${id}`, { token })).body).toEqual(created.body);
    const row = await database.system.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst();
    expect(row).toMatchObject({ tenant_type: 'sub_account', parent_tenant_id: world.agency.id });
  });

  test('of 50 with one slug, by two agencies, one wins', async () => {
    const wanted = slug();
    const other = await signIn(world.system, world.foreign);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) => create({ slug: wanted }, index % 2 === 0 ? token : other)),
    );
    const statuses = replies.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
  });

  test('stops at the limit of the plan, however many come at once; a deleted one makes room', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency', sub_account_limit: 2 });
    const owner = await signIn(world.system, agency);
    const replies = await Promise.all(Array.from({ length: 5 }, () => create({}, owner)));
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 403, 403, 403]);
    const [{ id } = { id: '' }] = replies
      .filter(({ status }) => status === 201)
      .map(({ body }) => body as { id: string });
    expect((await api.request('DELETE', `/agency/sub-accounts/${id}`, { token: owner })).status).toBe(204);
    expect((await create({}, owner)).status).toBe(201);
    const back = { token: owner, body: { is_active: true } };
    expect((await api.request('PATCH', `/agency/sub-accounts/${id}`, back)).status).toBe(403);
  });

  test.each([
    ['name', { name: '  ' }],
    ['slug', { slug: 'two--hyphens' }],
    ['slug', { slug: 'Umläut' }],
    ['admin_email', { admin_email: 'nobody' }],
    ['billing_start_day', { billing_start_day: 29 }],
    ['per_minute_rate_cents', { per_minute_rate_cents: -1 }],
    ['upcharge_by_provider', { upcharge_by_provider: { openai: 1.5 } }],
  ])('refuses a wrong %s', async (field, changes) => {
    const { status, body } = await create(changes);
    expect(status).toBe(422);
    expect((body as { detail: { loc: string[] }[] }).detail[0]?.loc.slice(0, 2)).toEqual(['body', field]);
  });

  test('is for an agency’s owners and admins', async () => {
    expect((await create({}, await signIn(world.system, world.agency, { role: 'member' }))).status).toBe(403);
    expect((await create({}, await signIn(world.system, world.subAccount))).status).toBe(403);
    const suspended = await createTenant(database, { tenant_type: 'agency', plan: 'pro', suspended_at: new Date() });
    expect((await create({}, await signIn(world.system, suspended))).status).toBe(403);
  });
});

describe('a slug', () => {
  const check = (text: string) =>
    api.request('POST', '/agency/sub-accounts/check-slug', { token, body: { slug: text } });

  test('is free, taken by any account, or no slug at all', async () => {
    const free = slug();
    expect((await check(free.toUpperCase())).body).toEqual({ available: true, slug: free, message: null });
    expect((await check(world.foreignSubAccount.slug)).body).toMatchObject({
      available: false,
      message: 'This slug is already taken',
    });
    expect((await check('-no-')).body).toMatchObject({ available: false, slug: '-no-' });
  });

  test('of a deleted sub-account of one’s own says how to restore it', async () => {
    const { id, slug: kept } = (await create({})).body as { id: string; slug: string };
    await api.request('DELETE', `/agency/sub-accounts/${id}`, { token });
    const how = expect.stringMatching(
      `belongs to your deleted sub-account.*PATCH /agency/sub-accounts/${id}`,
    ) as string;
    expect((await check(kept)).body).toMatchObject({ available: false, message: how });
    expect(await create({ slug: kept })).toMatchObject({ status: 409, body: { detail: how } });
  });
});

describe('the list', () => {
  test('has the agency’s own with their figures, the newest first', async () => {
    const { system, ...rest } = await createAgencyWorld(database);
    await createAgent(database, rest.subAccount);
    await createAgent(database, rest.subAccount);
    await addCall(database, rest.subAccount, { minutes: 3, direction: 'outbound' });
    await addCall(database, rest.subAccount, { minutes: 0, provider: 'xai', cost: null, revenue: 0 });
    await addCall(database, rest.foreignSubAccount, { minutes: 7 });
    await database.system
      .insertInto('usage_records')
      .values({
        tenant_id: rest.subAccount.id,
        id: newId(),
        kind: 'text',
        provider: 'twilio',
        direction: 'outbound',
        quantity: 4,
        unit: 'segment',
        revenue_cents: 4,
        occurred_at: new Date(),
      })
      .execute();
    const owner = await signIn(system, rest.agency);
    expect((await api.request('GET', '/agency/sub-accounts', { token: owner })).body).toMatchObject({
      sub_accounts: [
        { id: rest.sibling.id, total_calls: 0, total_minutes: 0, total_texts: 0, agents_count: 0 },
        { id: rest.subAccount.id, total_calls: 2, total_minutes: 3, total_texts: 4, agents_count: 2 },
      ],
      total_count: 2,
    });
  });

  test('reads neither calls nor usage records, however many there are', async () => {
    const plan = JSON.stringify(await selectSubAccounts(database.system, world.agency.id).explain('json'));
    expect(plan).toContain('usage_totals');
    expect(plan).not.toMatch(/call_logs|usage_records/);
  });
});

describe('changing', () => {
  test('touches what is sent; null empties what may be empty', async () => {
    const created = await create({ admin_email: 'ada@example.com', text_upcharge_by_type: { sms: 1 } });
    const before = created.body as { id: string };
    const patch = (body: unknown) => api.request('PATCH', `/agency/sub-accounts/${before.id}`, { token, body });
    expect(await patch({ per_minute_rate_cents: 33, admin_name: 'Ada' })).toMatchObject({
      status: 200,
      body: { ...before, per_minute_rate_cents: 33, admin_name: 'Ada' },
    });
    expect((await patch({ name: null, admin_email: null, text_upcharge_by_type: null })).body).toMatchObject({
      name: 'Bright Smile',
      admin_email: null,
      text_upcharge_by_type: {},
      per_minute_rate_cents: 33,
    });
  });

  test('deleting keeps everything, and closes the sub-account to the agency', async () => {
    const { id } = (await create({})).body as { id: string };
    const path = `/agency/sub-accounts/${id}`;
    expect((await api.request('DELETE', path, { token })).status).toBe(204);
    expect((await api.request('DELETE', path, { token })).status).toBe(204);
    expect((await api.request('GET', path, { token })).body).toMatchObject({ id, is_active: false });
  });

  test('a suspension says why until it ends', async () => {
    const { id } = (await create({})).body as { id: string };
    const path = `/agency/sub-accounts/${id}`;
    const suspended = await api.request('POST', `${path}/suspend`, { token, body: { reason: 'Invoice overdue' } });
    expect(suspended.body).toMatchObject({ is_suspended: true, suspended_reason: 'Invoice overdue', is_active: true });
    const resumed = await api.request('POST', `${path}/resume`, { token });
    expect(resumed.body).toMatchObject({ is_suspended: false, suspended_reason: null });
  });
});

describe('inviting the administrator', () => {
  const invite = (id: string, as = token) => api.request('POST', `/agency/sub-accounts/${id}/invite`, { token: as });

  test('makes an invitation to own the sub-account', async () => {
    const email = `Ada-${newId()}@Example.com`;
    const { id } = (await create({ admin_email: email, admin_name: 'Ada Stone' })).body as { id: string };
    const { status, body } = await invite(id);
    expect([status, body]).toMatchObject([200, { success: true, email: email.toLowerCase() }]);
    const invites = await database.system.selectFrom('invites').selectAll().where('tenant_id', '=', id).execute();
    expect(invites).toMatchObject([
      { id: (body as { invite_id: string }).invite_id, role: 'owner', full_name: 'Ada Stone' },
    ]);
  });

  test('needs an address, and does not tell whether it has an account elsewhere', async () => {
    const { id } = (await create({})).body as { id: string };
    expect((await invite(id)).status).toBe(400);
    const { email } = await createUser(database, world.foreign);
    await api.request('PATCH', `/agency/sub-accounts/${id}`, { token, body: { admin_email: email } });
    expect((await invite(id)).status).toBe(200);
    expect((await invite(id, await signIn(world.system, world.agency, { role: 'member' }))).status).toBe(403);
  });
});

describe('inviting the administrator of a sub-account that has an owner', () => {
  test('makes them one of its admins', async () => {
    const { id } = (await create({ admin_email: `ada-${newId()}@example.com` })).body as { id: string };
    const owner = await createUser(database, { id });
    const admin = await signIn(world.system, world.agency, { role: 'admin' });
    const invite = () => api.request('POST', `/agency/sub-accounts/${id}/invite`, { token: admin });
    expect(await invite()).toMatchObject({ status: 200 });
    const roles = () => database.system.selectFrom('invites').select('role').where('tenant_id', '=', id).execute();
    expect(await roles()).toEqual([{ role: 'admin' }]);
    await database.system.updateTable('users').set({ is_active: false }).where('id', '=', owner.id).execute();
    await database.system.deleteFrom('invites').where('tenant_id', '=', id).execute();
    expect(await invite()).toMatchObject({ status: 200 });
    expect(await roles()).toEqual([{ role: 'owner' }]);
  });
});

test('an API key neither names nor invites who will own a sub-account', async () => {
  const admin_email = `ada-${newId()}@example.com`;
  const { id } = (await create({ admin_email })).body as { id: string };
  const { plaintext_key: key } = await createApiKey(
    forTenant(world.system, world.agency, { type: 'user', userId: newId(), role: 'owner', isSuperAdmin: false }),
    { name: 'Key', expires_in_days: null },
  );
  const path = `/agency/sub-accounts/${id}`;
  const patch = (body: object) => api.request('PATCH', path, { token: key, body });
  expect(await patch({ admin_email: 'mallory@example.com' })).toMatchObject({ status: 403 });
  expect(await patch({ admin_email: null })).toMatchObject({ status: 403 });
  expect(await patch({ admin_email, name: 'Renamed' })).toMatchObject({ status: 200, body: { admin_email } });
  expect(await api.request('POST', `${path}/invite`, { token: key })).toMatchObject({ status: 403 });
});

describe('another agency’s sub-account', () => {
  const operations = [
    ['GET', ''],
    ['PATCH', '', { name: 'Taken over' }],
    ['DELETE', ''],
    ['POST', '/invite'],
    ['POST', '/suspend', {}],
    ['POST', '/resume'],
  ] as const;

  test.each(operations)('is not found: %s %s', async (method, suffix, body?: object) => {
    const before = await database.system.selectFrom('tenants').selectAll().orderBy('id').execute();
    for (const id of [world.foreignSubAccount.id, world.foreign.id, world.agency.id, newId(), 'no-id']) {
      const reply = await api.request(method, `/agency/sub-accounts/${id}${suffix}`, { token, body });
      expect([id, reply.status]).toEqual([id, 404]);
    }
    expect(await database.system.selectFrom('tenants').selectAll().orderBy('id').execute()).toEqual(before);
  });

  test.each(operations)('and a sub-account asks for nobody: %s %s', async (method, suffix, body?: object) => {
    const asSubAccount = await signIn(world.system, world.subAccount);
    for (const { id } of [world.subAccount, world.sibling]) {
      const path = `/agency/sub-accounts/${id}${suffix}`;
      expect((await api.request(method, path, { token: asSubAccount, body })).status).toBe(403);
    }
  });
});
