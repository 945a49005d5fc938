import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { agentsRouter } from '../router.ts';

const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(agentsRouter, ctx);

let tenant: Awaited<ReturnType<typeof createTenant>>;
let token: string;
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'member' });
});

interface Found {
  agents: { id: string; name: string }[];
  total: number;
}

const get = (path: string) => api.request('GET', path, { token });
async function find(query: string): Promise<{ names: string[]; total: number }> {
  const { body } = await get(`/agents/search?${query}`);
  const { agents, total } = body as Found;
  return { names: agents.map(({ name }) => name), total };
}

const settings = (changed: Record<string, unknown>) => ({ settings: { system_prompt: 'Be brief.', ...changed } });

async function addNumber(agentId: string, phoneNumber: string): Promise<void> {
  await database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: tenant.id,
      user_tenant_id: tenant.id,
      id: crypto.randomUUID(),
      agent_id: agentId,
      twilio_sid: `PN${phoneNumber}`,
      phone_number: phoneNumber,
    })
    .execute();
}

test('agents are read by the page, newest first, with what lists show and without prompts', async () => {
  await createAgent(database, tenant, { name: 'First' });
  const { id } = await createAgent(database, tenant, {
    name: 'Second',
    ...settings({ voice_provider: 'openai', openai_voice: 'cedar', voice: 'ara', agent_mode: 'both' }),
  });
  await createAgent(database, tenant, { name: 'Third' });
  await createAgent(database, await createTenant(database), { name: 'Somebody else’s' });
  await addNumber(id, '+14155550171');
  await addNumber(id, '+14155550172');
  expect(await find('limit=2')).toEqual({ names: ['Third', 'Second'], total: 3 });
  const { body, status } = await get('/agents/search?limit=1&offset=1');
  expect({ body, status }).toEqual({
    status: 200,
    body: {
      agents: [
        {
          id,
          name: 'Second',
          is_active: true,
          agent_mode: 'both',
          voice_provider: 'openai',
          fallback_voice_providers: null,
          voice: 'cedar',
          phone_count: 2,
          phone_number: '+14155550171',
          updated_at: expect.stringContaining('T'),
        },
      ],
      total: 3,
    },
  });
});

test('agents are found by every word in name, business or industry, and signs of LIKE mean themselves', async () => {
  await createAgent(database, tenant, { name: 'Front desk', ...settings({ business_name: 'Bright Dental' }) });
  await createAgent(database, tenant, { name: '100% night', ...settings({ industry: 'dental' }) });
  await createAgent(database, tenant, { name: 'Sales' });
  expect((await find('search=DENTAL')).names).toEqual(['100% night', 'Front desk']);
  expect((await find('search=desk%20bright')).names).toEqual(['Front desk']);
  expect((await find('search=%25')).names).toEqual(['100% night']);
  expect((await find('search=dent_l')).names).toEqual([]);
  expect(await find('search=%20%20&limit=1')).toEqual({ names: ['Sales'], total: 3 });
});

test('agents are sorted by what lists show', async () => {
  const beta = await createAgent(database, tenant, {
    name: 'beta',
    ...settings({ voice_provider: 'xai', voice: 'eve', agent_mode: 'outbound' }),
  });
  await createAgent(database, tenant, {
    name: 'Alpha',
    ...settings({ voice_provider: 'gemini', gemini_voice: 'Puck', agent_mode: 'inbound' }),
  });
  await addNumber(beta.id, '+14155550173');
  await api.request('PATCH', `/agents/${beta.id}`, { token, body: { is_active: false } });
  for (const sort of ['name', 'voice', 'mode']) {
    expect((await find(`sort=${sort}&desc=false`)).names).toEqual(['Alpha', 'beta']);
    expect((await find(`sort=${sort}&desc=true`)).names).toEqual(['beta', 'Alpha']);
  }
  expect((await find('sort=numbers')).names).toEqual(['beta', 'Alpha']);
  expect((await find('sort=active')).names).toEqual(['Alpha', 'beta']);
  expect((await find('sort=updated')).names).toEqual(['beta', 'Alpha']);
});

test('names are narrowed by what is typed, and no longer than asked for', async () => {
  await createAgent(database, tenant, { name: 'Front desk' });
  await createAgent(database, tenant, { name: 'Night desk' });
  await createAgent(database, tenant, { name: 'Sales' });
  const named = async (query: string) => (await get(`/agents/names?${query}`)).body as Found;
  expect(await named('search=desk&limit=1')).toMatchObject({ agents: [{ name: 'Night desk' }], total: 2 });
  expect((await named('')).agents).toHaveLength(3);
});

test.each(['limit=101', 'limit=0', 'offset=-1', 'sort=prompt', `search=${'x'.repeat(201)}`])(
  'refuses %s',
  async (query) => {
    expect((await get(`/agents/search?${query}`)).status).toBe(422);
  },
);

test('an agency finds those of the sub-account that it names, and nobody else any', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const child = await createTenant(database, { parent_tenant_id: agency.id });
  await createAgent(database, child, { name: 'Child’s' });
  const owner = await signIn(ctx, agency);
  const reply = await api.request('GET', '/agents/search', { token: owner, subAccountId: child.id });
  expect(reply).toMatchObject({ status: 200, body: { total: 1 } });
  expect((await api.request('GET', '/agents/search', { token, subAccountId: child.id })).status).toBe(403);
  expect((await api.request('GET', '/agents/search')).status).toBe(401);
});
