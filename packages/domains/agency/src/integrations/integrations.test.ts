import { newId } from '@leadlock/core/ids';
import { twilioCredentialsFor } from '@leadlock/crm/integrations';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

let token: string;
const database = await useDatabase();
let world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  token = await signIn(world.system, world.agency);
});

async function connect(tenant: { id: string }, provider: string, metadata: object = {}): Promise<string> {
  const id = newId();
  const accountId = `account-${id}`;
  const sealed = world.system.secrets.seal('token', `integrations/${tenant.id}/${provider}/${accountId}`);
  await database.system
    .insertInto('integrations')
    .values({
      tenant_id: tenant.id,
      id,
      provider,
      account_id: accountId,
      account_name: `${provider} account`,
      sealed_credentials: sealed,
      metadata: JSON.stringify(metadata),
    })
    .execute();
  return id;
}

const assign = (ids: string[], subAccount = world.subAccount.id) =>
  api.request('POST', `/agency/sub-accounts/${subAccount}/integrations`, { token, body: { integration_ids: ids } });
const mine = async (tenant: { id: string }) =>
  (await api.request('GET', '/agency/my-integrations', { token: await signIn(world.system, tenant) })).body;

test('an agency lists its own, without secrets', async () => {
  const id = await connect(world.agency, 'ghl', { location_name: 'Downtown' });
  await connect(world.foreign, 'ghl');
  const { body } = await api.request('GET', '/agency/integrations', { token });
  expect(body).toEqual({
    integrations: [
      {
        id,
        provider: 'ghl',
        provider_account_id: `account-${id}`,
        account_name: 'ghl account',
        location_name: 'Downtown',
        is_active: true,
        created_at: expect.any(String) as string,
      },
    ],
    total_count: 1,
  });
});

describe('assigning', () => {
  test('shows to the sub-account, and to no sibling', async () => {
    const ghl = await connect(world.agency, 'ghl');
    const twilio = await connect(world.agency, 'twilio');
    expect(await assign([ghl, twilio, ghl])).toMatchObject({
      status: 200,
      body: {
        success: true,
        assigned: [{ integration_id: ghl, provider: 'ghl' }, { integration_id: twilio }],
        errors: [],
      },
    });
    expect(await mine(world.subAccount)).toMatchObject({ has_integrations: true, ghl_count: 1, twilio_count: 1 });
    expect(await mine(world.sibling)).toEqual({
      has_integrations: false,
      integrations: [],
      ghl_count: 0,
      twilio_count: 0,
    });
    const viewed = await api.request('GET', `/agency/sub-accounts/${world.subAccount.id}`, { token });
    expect(viewed.body).toMatchObject({ integration_id: ghl, integrations: [{ id: ghl }, { id: twilio }] });
    const asAgency = { token, subAccountId: world.subAccount.id };
    const legacy = await api.request('GET', '/agency/my-integration', asAgency);
    expect(legacy.body).toEqual(await mine(world.subAccount));
    expect((await api.request('GET', '/agency/my-integrations', { token })).status).toBe(400);
  });

  test('of two GoHighLevel integrations takes one, also of two at once', async () => {
    const [first, second] = [await connect(world.agency, 'ghl'), await connect(world.agency, 'ghl')];
    const replies = await Promise.all([assign([first]), assign([second])]);
    expect(replies.filter(({ body }) => (body as { success: boolean }).success)).toHaveLength(1);
    expect(await mine(world.subAccount)).toMatchObject({ ghl_count: 1 });
    const again = await assign([first, second]);
    expect(again.body).toMatchObject({
      success: false,
      assigned: [{ provider: 'ghl' }],
      errors: [{ detail: 'The sub-account already has a GoHighLevel integration' }],
    });
  });

  test('takes the same ones from many at once, in whatever order they are named', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => connect(world.agency, 'twilio')));
    const replies = await Promise.all(
      Array.from({ length: 16 }, (_, index) => assign(index % 2 === 0 ? ids : ids.toReversed())),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(await mine(world.subAccount)).toMatchObject({ twilio_count: 12 });
  });

  test('reports what is not the agency’s and assigns the rest', async () => {
    const own = await connect(world.agency, 'twilio');
    const foreign = await connect(world.foreign, 'twilio');
    const { body } = await assign([foreign, own, 'no-id']);
    expect(body).toMatchObject({
      success: false,
      assigned: [{ integration_id: own }],
      errors: [
        { integration_id: foreign, detail: 'Integration not found' },
        { integration_id: 'no-id', detail: 'Integration not found' },
      ],
    });
    expect(await mine(world.subAccount)).toMatchObject({ integrations: [{ id: own }] });
  });

  test('decides which Twilio account the sub-account calls with', async () => {
    const assigned = await connect(world.agency, 'twilio');
    await connect(world.agency, 'twilio');
    await assign([assigned]);
    const credentials = await twilioCredentialsFor(world.system, world.subAccount.id);
    expect(credentials).toMatchObject({ integrationId: assigned });
  });
});

test('assignments end one by one, all at once, and with their integration', async () => {
  const [ghl, twilio, other] = [
    await connect(world.agency, 'ghl'),
    await connect(world.agency, 'twilio'),
    await connect(world.agency, 'twilio'),
  ];
  await assign([ghl, twilio, other]);
  const path = `/agency/sub-accounts/${world.subAccount.id}/integrations`;
  expect(await api.request('DELETE', `${path}/${ghl}`, { token })).toMatchObject({
    status: 200,
    body: { success: true, integration_id: ghl },
  });
  expect((await api.request('DELETE', `${path}/${ghl}`, { token })).status).toBe(404);
  expect((await api.request('DELETE', `${path}/no-id`, { token })).status).toBe(404);
  await database.system.deleteFrom('integrations').where('id', '=', other).execute();
  expect(await mine(world.subAccount)).toMatchObject({ integrations: [{ id: twilio }] });
  expect((await api.request('DELETE', path, { token })).status).toBe(204);
  expect(await mine(world.subAccount)).toMatchObject({ has_integrations: false });
});

test('another agency’s sub-account is not found, and members and sub-accounts may not assign', async () => {
  const own = await connect(world.agency, 'twilio');
  const body = { integration_ids: [own] };
  expect((await assign([own], world.foreignSubAccount.id)).status).toBe(404);
  const foreignPath = `/agency/sub-accounts/${world.foreignSubAccount.id}/integrations`;
  expect((await api.request('DELETE', foreignPath, { token })).status).toBe(404);
  expect((await api.request('DELETE', `${foreignPath}/${own}`, { token })).status).toBe(404);
  const path = `/agency/sub-accounts/${world.subAccount.id}/integrations`;
  const member = await signIn(world.system, world.agency, { role: 'member' });
  const subAccount = await signIn(world.system, world.subAccount);
  for (const other of [member, subAccount]) {
    expect((await api.request('POST', path, { token: other, body })).status).toBe(403);
    expect((await api.request('DELETE', path, { token: other })).status).toBe(403);
    expect((await api.request('DELETE', `${path}/${own}`, { token: other })).status).toBe(403);
  }
  expect((await api.request('POST', path, { body })).status).toBe(401);
  expect((await api.request('POST', path, { token, body: { integration_ids: [] } })).status).toBe(422);
  expect(
    await database.system
      .selectFrom('sub_account_integrations')
      .selectAll()
      .where('agency_id', 'in', [world.agency.id, world.foreign.id])
      .execute(),
  ).toEqual([]);
});
