import { newId } from '@leadlock/core/ids';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PhoneNumbersApi } from '../../test/phone-numbers-api.ts';
import { createWorld } from '../../test/world.ts';

let api: PhoneNumbersApi;
beforeAll(async () => {
  api = await PhoneNumbersApi.start();
});
afterEach(() => api.reset());
afterAll(() => api.close());

describe('reading', () => {
  it('shows own numbers and no one else’s', async () => {
    const other = await createWorld(api.database);
    const { world, request } = await api.serve();
    expect((await request('GET', '')).body).toMatchObject({ phone_numbers: [{ id: world.numberId }], total: 1 });
    expect((await request('GET', `/${world.numberId}`)).body).toMatchObject({ phone_number: world.number });
    for (const id of [other.numberId, newId(), 'x']) {
      expect(await request('GET', `/${id}`)).toMatchObject({ status: 404, body: { detail: 'Phone number not found' } });
      expect((await request('DELETE', `/${id}`)).status).toBe(404);
      expect((await request('PATCH', `/${id}`, { friendly_name: 'Mine' })).status).toBe(404);
    }
    expect((await request('GET', '', undefined, { token: undefined })).status).toBe(401);
  });

  it('shows an agency its numbers, and a sub-account those it uses', async () => {
    const { world, request, sub } = await api.serveAgency();
    expect((await request('GET', '')).body).toMatchObject({
      phone_numbers: [{ id: world.numberId, sub_account_id: sub.id, sub_account_name: 'Branch' }],
    });
    expect((await request('GET', '', undefined, { subAccountId: sub.id })).body).toMatchObject({
      phone_numbers: [{ id: world.numberId }],
    });
    expect((await request('GET', `?sub_account_id=${sub.id}`)).body).toMatchObject({ total: 1 });
    expect((await request('GET', `?sub_account_id=${newId()}`)).body).toMatchObject({ total: 0 });
  });
});

describe('changing', () => {
  it('assigns an agent, renames, and takes both away', async () => {
    const { world, request } = await api.serve();
    const agent = await createAgent(api.database, world.tenant);
    const path = `/${world.numberId}`;
    expect((await request('PATCH', path, { agent_id: agent.id, friendly_name: 'Front' })).body).toMatchObject({
      agent_id: agent.id,
      friendly_name: 'Front',
    });
    expect((await request('PATCH', path, { friendly_name: 'Back' })).body).toMatchObject({ agent_id: agent.id });
    expect((await request('PATCH', path, { agent_id: null, friendly_name: null })).body).toMatchObject({
      agent_id: null,
      friendly_name: null,
    });
  });

  it('knows no agent of another tenant', async () => {
    const other = await createWorld(api.database);
    const { world, request } = await api.serve();
    for (const agentId of [other.agentId, newId(), 'x']) {
      const { status, body } = await request('PATCH', `/${world.numberId}`, { agent_id: agentId });
      expect(status).toBe(422);
      expect(body).toMatchObject({ detail: [{ loc: ['body', 'agent_id'], msg: 'Agent not found' }] });
    }
    expect((await request('GET', `/${world.numberId}`)).body).toMatchObject({ agent_id: world.agentId });
  });

  it('takes only agents of the account that uses the number', async () => {
    const { world, request, sub } = await api.serveAgency();
    const theirs = await createAgent(api.database, sub);
    const path = `/${world.numberId}`;
    expect((await request('PATCH', path, { agent_id: world.agentId })).status).toBe(422);
    expect((await request('PATCH', path, { agent_id: theirs.id })).body).toMatchObject({ agent_id: theirs.id });
    const asSub = { subAccountId: sub.id };
    expect((await request('PATCH', path, { agent_id: null }, asSub)).body).toMatchObject({ agent_id: null });
  });
});

describe('deleting', () => {
  it('forgets the number and leaves Twilio alone', async () => {
    const { world, request } = await api.serve();
    expect(await request('DELETE', `/${world.numberId}`)).toMatchObject({ status: 200, body: { success: true } });
    expect((await request('GET', `/${world.numberId}`)).status).toBe(404);
  });

  it('is not for a sub-account that only uses the number', async () => {
    const { world, request, sub } = await api.serveAgency();
    expect((await request('DELETE', `/${world.numberId}`, undefined, { subAccountId: sub.id })).status).toBe(403);
    expect(await api.numbersOf(world.tenant.id)).toHaveLength(1);
  });
});
