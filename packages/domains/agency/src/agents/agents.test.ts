import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
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

const agentsOf = (tenant: { id: string }) =>
  database.system.selectFrom('agents').selectAll().where('tenant_id', '=', tenant.id).execute();
const copy = (agentId: string, source: { id: string }, target: { id: string }, as = token) =>
  api.request('POST', `/agency/agents/${agentId}/copy`, {
    token: as,
    body: { source_tenant_id: source.id, target_tenant_id: target.id },
  });
const copyTo = (agentId: string, target: { id: string }, as = token) =>
  api.request('POST', `/agents/${agentId}/copy-to/${target.id}`, { token: as });

test('the list has the agents of every active sub-account and of nobody else', async () => {
  const first = await createAgent(database, world.subAccount, {
    settings: { voice_provider: 'openai', voice: 'ara', openai_voice: 'cedar' },
  });
  const second = await createAgent(database, world.sibling, { settings: { voice_provider: 'xai', voice: 'rex' } });
  await createAgent(database, world.foreignSubAccount);
  const inactive = await createTenant(database, { parent_tenant_id: world.agency.id, is_active: false });
  await createAgent(database, inactive);
  await database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: world.agency.id,
      id: newId(),
      sub_account_id: world.subAccount.id,
      user_tenant_id: world.subAccount.id,
      agent_id: first.id,
      twilio_sid: `PN${newId()}`,
      phone_number: `+1${newId()}`,
    })
    .execute();
  const { body } = await api.request('GET', '/agency/agents', { token });
  expect(body).toMatchObject({
    agents: [
      { id: second.id, tenant_id: world.sibling.id, voice_provider: 'xai', voice: 'rex', phone_count: 0 },
      {
        id: first.id,
        sub_account_name: world.subAccount.name,
        voice_provider: 'openai',
        voice: 'cedar',
        phone_count: 1,
      },
    ],
    total: 2,
  });
  const asSubAccount = await signIn(world.system, world.subAccount);
  expect((await api.request('GET', '/agency/agents', { token: asSubAccount })).status).toBe(403);
});

describe('copying', () => {
  test('adds an inactive copy without what belongs to the source', async () => {
    const agent = await createAgent(database, world.subAccount, {
      name: 'Front desk',
      settings: {
        greeting: 'Hello',
        calendar_provider: 'ghl',
        calendar_id: 'cal-1',
        ghl_tags: ['hot'],
        knowledge_base_ids: [newId()],
        elevenlabs_agent_id: 'el-1',
      },
    });
    const written = await copy(agent.id, world.subAccount, world.sibling);
    const viewed = await copyTo(agent.id, world.sibling);
    for (const [reply, name] of [
      [written, 'Front desk (Copy)'],
      [viewed, 'Front desk (Copy 2)'],
    ] as const) {
      expect(reply).toMatchObject({
        status: 201,
        body: {
          tenant_id: world.sibling.id,
          name,
          is_active: false,
          greeting: 'Hello',
          calendar_provider: null,
          calendar_id: null,
          ghl_tags: null,
          knowledge_base_ids: [],
        },
      });
    }
    // The one answers with what was written, the other with what the agents' own operations show.
    expect(viewed.body).toMatchObject({ phone_count: 0, text_assistants: [] });
    expect(Object.keys(written.body as object).toSorted()).toEqual(
      Object.keys(viewed.body as object)
        .filter((field) => field !== 'phone_count' && field !== 'text_assistants')
        .toSorted(),
    );
    expect(await agentsOf(world.sibling)).toHaveLength(2);
    expect(await agentsOf(world.subAccount)).toEqual([agent]);
  });

  test('finds neither agents nor sub-accounts of another agency', async () => {
    const agent = await createAgent(database, world.subAccount);
    const foreign = await createAgent(database, world.foreignSubAccount);
    const before = await database.system.selectFrom('agents').selectAll().orderBy('id').execute();
    const { subAccount, sibling, foreignSubAccount, agency } = world;
    const replies = [
      await copy(foreign.id, foreignSubAccount, sibling),
      await copy(foreign.id, subAccount, sibling),
      await copy(agent.id, subAccount, foreignSubAccount),
      await copy(agent.id, sibling, subAccount),
      await copy(agent.id, subAccount, agency),
      await copy('no-id', subAccount, sibling),
      await copy(agent.id, { id: 'no-id' }, sibling),
      await copyTo(foreign.id, sibling),
      await copyTo(agent.id, foreignSubAccount),
      await copyTo('no-id', sibling),
    ];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(await database.system.selectFrom('agents').selectAll().orderBy('id').execute()).toEqual(before);
  });

  test('respects the target’s limit, and is for the agency’s admins', async () => {
    const agent = await createAgent(database, world.subAccount);
    const full = await createTenant(database, { parent_tenant_id: world.agency.id, plan: 'pro', agent_limit: 0 });
    expect((await copyTo(agent.id, full)).status).toBe(403);
    const member = await signIn(world.system, world.agency, { role: 'member' });
    const asSubAccount = await signIn(world.system, world.subAccount);
    for (const as of [member, asSubAccount]) {
      expect((await copyTo(agent.id, world.sibling, as)).status).toBe(403);
      expect((await copy(agent.id, world.subAccount, world.sibling, as)).status).toBe(403);
    }
    expect(await agentsOf(world.sibling)).toEqual([]);
  });
});
