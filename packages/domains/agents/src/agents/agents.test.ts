import { forTenant, type TenantContext } from '@leadlock/context/context';
import { AppError } from '@leadlock/core/errors';
import { NOBODY } from '@leadlock/core/id';
import { newId } from '@leadlock/core/ids';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import {
  createMovableClock,
  createAgent as insertAgent,
  createTenant,
  createTestContext,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, test } from 'vitest';
import {
  createAgent,
  deleteAgent,
  duplicateAgent,
  findAgentForCall,
  getAgent,
  listAgents,
  toggleAgent,
  updateAgent,
} from './index.ts';
import { AgentCreate, AgentUpdate } from './schemas.ts';

const clock = createMovableClock();
const database = await useDatabase();

async function newTenant(overrides: Parameters<typeof createTenant>[1] = {}): Promise<TenantContext> {
  const tenant = await createTenant(database, { plan: 'pro', ...overrides });
  return forTenant(createTestContext(database, { clock }), tenant);
}

const input = (changes: Record<string, unknown> = {}) =>
  AgentCreate.parse({ name: 'Front desk', system_prompt: 'You answer the phone.', ...changes });
const change = (changes: Record<string, unknown>) => AgentUpdate.parse(changes);
const blames = (field: string) => (error: unknown) =>
  error instanceof AppError && error.kind === 'validation' && error.fields?.[0]?.loc.join('.') === `body.${field}`;
const isNotFound = (error: unknown) => error instanceof AppError && error.kind === 'not_found';

/**
 * Runs all of `work` against each other: another transaction holds a row that each must change or refer to, and lets
 * go when all of them wait.
 */
async function colliding<Result>(table: 'tenants' | 'agents', id: string, work: (() => Promise<Result>)[]) {
  const { results } = await database.system.transaction().execute(async (trx) => {
    await trx.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute();
    const started = Promise.allSettled(work.map((begin) => begin()));
    await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(work.length);
    return { results: started };
  });
  return results;
}

async function addNumber(ctx: TenantContext, agentId: string) {
  await ctx.database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      user_tenant_id: ctx.tenant.id,
      agent_id: agentId,
      twilio_sid: `PN${newId()}`,
      phone_number: `+1${Math.floor(2e9 + Math.random() * 7e9)}`,
    })
    .execute();
}

describe('creating', () => {
  test('fills in every default and reads back the same', async () => {
    const ctx = await newTenant();
    const agent = await createAgent(ctx, input());
    expect(agent).toMatchObject({ name: 'Front desk', isActive: true, tenantId: ctx.tenant.id, phoneCount: 0 });
    expect(agent.settings).toMatchObject({
      voice: 'ara',
      temperature: 0.7,
      timezone: 'America/New_York',
      voice_provider: 'xai',
      tools_enabled: null,
      knowledge_base_ids: [],
      elevenlabs_agent_id: null,
      elevenlabs_tool_call_sound: 'typing',
      max_call_duration_minutes: 30,
      text_model: 'claude-haiku-4-5-20251001',
    });
    expect(await getAgent(ctx, agent.id)).toEqual(agent);
  });

  test('gives a local agent a local voice, and refuses a voice that its provider does not have', async () => {
    const ctx = await newTenant();
    const local = await createAgent(ctx, input({ voice_provider: 'local' }));
    expect(local.settings.voice).toBe('slt');
    expect((await createAgent(ctx, input({ voice_provider: 'local', voice: 'RMS' }))).settings.voice).toBe('rms');
    expect((await createAgent(ctx, input({ voice_provider: 'openai' }))).settings.voice).toBe('ara');
    await expect(createAgent(ctx, input({ voice_provider: 'local', voice: 'eve' }))).rejects.toSatisfy(blames('voice'));
    await expect(createAgent(ctx, input({ voice: 'kal16' }))).rejects.toSatisfy(blames('voice'));
  });

  test('needs a message for a voicemail that leaves one', async () => {
    const ctx = await newTenant();
    const leaving = (changes: Record<string, unknown>) => createAgent(ctx, input(changes));
    const audio = { amd_voicemail_audio_url: 'https://example.com/hello.mp3' };
    const fixed = { amd_voicemail_behavior: 'static_message' };
    const dynamic = { amd_voicemail_behavior: 'dynamic_message' };
    await expect(leaving(fixed)).rejects.toSatisfy(blames('amd_voicemail_message'));
    await expect(leaving({ ...dynamic, ...audio })).rejects.toSatisfy(blames('amd_voicemail_message'));
    await expect(leaving({ ...fixed, ...audio })).resolves.toMatchObject({ settings: audio });
    await expect(leaving({ ...dynamic, amd_voicemail_message: 'Hi {{name}}' })).resolves.toMatchObject({
      isActive: true,
    });
  });

  test('stops at the limit of the plan, however many come at once', async () => {
    const ctx = await newTenant({ plan: 'starter' });
    const creations = Array.from({ length: 5 }, () => () => createAgent(ctx, input()));
    const results = await colliding('tenants', ctx.tenant.id, creations);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
    expect(await listAgents(ctx)).toHaveLength(3);
    await expect(createAgent(ctx, input())).rejects.toMatchObject({
      kind: 'limit_exceeded',
      message: expect.stringContaining('up to 3 agents') as string,
    });
  });

  test('follows an exception made for the tenant', async () => {
    const ctx = await newTenant({ plan: 'pro', agent_limit: 1 });
    const agent = await createAgent(ctx, input());
    await expect(duplicateAgent(ctx, agent.id)).rejects.toMatchObject({ kind: 'limit_exceeded' });
    await deleteAgent(ctx, agent.id);
    await expect(createAgent(ctx, input())).resolves.toMatchObject({ name: 'Front desk' });
  });
});

describe('changing', () => {
  test('touches only what is sent', async () => {
    const ctx = await newTenant();
    const agent = await createAgent(ctx, input({ greeting: 'Hello', temperature: 0.2 }));
    clock.advance(1000);
    const changed = await updateAgent(ctx, agent.id, change({ name: 'Night desk', is_active: false, temperature: 1 }));
    expect(changed).toEqual({
      ...agent,
      name: 'Night desk',
      isActive: false,
      settings: { ...agent.settings, temperature: 1 },
      updatedAt: clock.now(),
    });
    expect(await getAgent(ctx, agent.id)).toEqual(changed);
    clock.advance(1000);
    expect(await updateAgent(ctx, agent.id, change({}))).toEqual(changed);
  });

  test('null empties what may be empty, resets what has a default, and leaves what has none', async () => {
    const ctx = await newTenant();
    const agent = await createAgent(
      ctx,
      input({
        greeting: 'Hello',
        temperature: 0.2,
        timezone: 'Europe/Berlin',
        knowledge_base_ids: ['0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b01'],
        voice: 'eve',
      }),
    );
    const changed = await updateAgent(
      ctx,
      agent.id,
      change({
        name: null,
        is_active: null,
        system_prompt: null,
        greeting: null,
        temperature: null,
        timezone: null,
        knowledge_base_ids: null,
        voice: null,
        elevenlabs_tool_call_sound: null,
      }),
    );
    expect(changed).toMatchObject({
      name: 'Front desk',
      isActive: true,
      settings: {
        system_prompt: 'You answer the phone.',
        greeting: null,
        temperature: 0.7,
        timezone: 'America/New_York',
        knowledge_base_ids: [],
        voice: 'ara',
        elevenlabs_tool_call_sound: null,
      },
    });
  });

  test('a new provider brings its own voice unless the change names one', async () => {
    const ctx = await newTenant();
    const { id } = await createAgent(ctx, input({ voice: 'eve' }));
    const voiceAfter = async (changes: Record<string, unknown>) =>
      (await updateAgent(ctx, id, change(changes))).settings.voice;
    expect(await voiceAfter({ voice_provider: 'local' })).toBe('slt');
    expect(await voiceAfter({ voice: 'awb' })).toBe('awb');
    await expect(voiceAfter({ voice: 'eve' })).rejects.toSatisfy(blames('voice'));
    await expect(voiceAfter({ voice_provider: 'xai', voice: 'awb' })).rejects.toSatisfy(blames('voice'));
    expect(await voiceAfter({ voice: null })).toBe('slt');
    expect(await voiceAfter({ voice_provider: null })).toBe('ara');
  });

  test('of its provider takes that out of its fallbacks, and no change may name it there', async () => {
    const ctx = await newTenant();
    const fallbacks = ['gemini', 'openai'];
    const { id, settings } = await createAgent(ctx, input({ fallback_voice_providers: fallbacks }));
    expect(settings.fallback_voice_providers).toEqual(fallbacks);
    const changed = await updateAgent(ctx, id, change({ voice_provider: 'openai' }));
    expect(changed.settings.fallback_voice_providers).toEqual(['gemini']);
    const isRefused = blames('fallback_voice_providers');
    const named = { fallback_voice_providers: ['openai'] };
    await expect(updateAgent(ctx, id, change(named))).rejects.toSatisfy(isRefused);
    await expect(createAgent(ctx, input({ ...named, voice_provider: 'openai' }))).rejects.toSatisfy(isRefused);
    const emptied = await updateAgent(ctx, id, change({ fallback_voice_providers: null }));
    expect(emptied.settings.fallback_voice_providers).toEqual([]);
  });

  test('two changes at once both hold', async () => {
    const ctx = await newTenant();
    const { id } = await createAgent(ctx, input());
    await colliding('agents', id, [
      () => updateAgent(ctx, id, change({ greeting: 'Hello' })),
      () => updateAgent(ctx, id, change({ business_name: 'Bright Smile' })),
      () => updateAgent(ctx, id, change({ max_silence_seconds: 0 })),
    ]);
    expect((await getAgent(ctx, id)).settings).toMatchObject({
      greeting: 'Hello',
      business_name: 'Bright Smile',
      max_silence_seconds: 0,
    });
  });

  test('an agent from before a rule can still be changed elsewhere', async () => {
    const ctx = await newTenant();
    const { id } = await insertAgent(database, ctx.tenant, {
      settings: { voice: 'retired', amd_voicemail_behavior: 'static_message' },
    });
    const changed = await updateAgent(ctx, id, change({ greeting: 'Hello' }));
    expect(changed.settings).toMatchObject({ voice: 'retired', greeting: 'Hello', vad_threshold: 0.65 });
    await expect(updateAgent(ctx, id, change({ amd_voicemail_message: null }))).rejects.toSatisfy(
      blames('amd_voicemail_message'),
    );
  });
});

test('no call is passed on to a number that the agent answers itself', async () => {
  const ctx = await newTenant();
  const agent = await createAgent(ctx, input());
  await addNumber(ctx, agent.id);
  const { phone_number: number } = await ctx.database.system
    .selectFrom('phone_numbers')
    .select('phone_number')
    .where('agent_id', '=', agent.id)
    .executeTakeFirstOrThrow();
  const targets = [
    { name: 'Dana', number: '+12125550123' },
    { name: 'Ourselves', number },
  ];
  await expect(updateAgent(ctx, agent.id, { transfer_targets: targets })).rejects.toMatchObject({
    kind: 'validation',
    fields: [{ loc: ['body', 'transfer_targets', 1, 'number'] }],
  });
  const changed = await updateAgent(ctx, agent.id, { transfer_targets: targets.slice(0, 1) });
  expect(changed.settings.transfer_targets).toEqual(targets.slice(0, 1));
});

test('the list has the newest first and counts each agent’s numbers', async () => {
  const ctx = await newTenant();
  const older = await createAgent(ctx, input({ name: 'Older' }));
  clock.advance(1);
  const newer = await createAgent(ctx, input({ name: 'Newer' }));
  await addNumber(ctx, older.id);
  await addNumber(ctx, older.id);
  expect((await listAgents(ctx)).map(({ id, phoneCount }) => [id, phoneCount])).toEqual([
    [newer.id, 0],
    [older.id, 2],
  ]);
});

test('a number assigned to a sub-account counts for the sub-account’s agent', async () => {
  const agency = await newTenant({ tenant_type: 'agency', plan: 'agency' });
  const ctx = await newTenant({ parent_tenant_id: agency.tenant.id, plan: 'agency' });
  const agent = await createAgent(ctx, input());
  await database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: agency.tenant.id,
      id: newId(),
      sub_account_id: ctx.tenant.id,
      user_tenant_id: ctx.tenant.id,
      agent_id: agent.id,
      twilio_sid: 'PN1',
      phone_number: '+12125550199',
    })
    .execute();
  expect((await getAgent(ctx, agent.id)).phoneCount).toBe(1);
});

test('toggling turns an agent off and on, also for two at once', async () => {
  const ctx = await newTenant();
  const { id } = await createAgent(ctx, input());
  expect((await toggleAgent(ctx, id)).isActive).toBe(false);
  await colliding('agents', id, [() => toggleAgent(ctx, id), () => toggleAgent(ctx, id)]);
  expect((await getAgent(ctx, id)).isActive).toBe(false);
});

test('a duplicate has the same settings, is off and belongs to no number and no ElevenLabs agent', async () => {
  const ctx = await newTenant();
  const original = await insertAgent(database, ctx.tenant, {
    name: 'Sales',
    settings: { greeting: 'Hi', elevenlabs_agent_id: 'agent_1' },
  });
  await addNumber(ctx, original.id);
  const copy = await duplicateAgent(ctx, original.id);
  expect(copy).toMatchObject({
    name: 'Sales (Copy)',
    isActive: false,
    phoneCount: 0,
    settings: { greeting: 'Hi', elevenlabs_agent_id: null },
  });
  expect((await getAgent(ctx, original.id)).settings.elevenlabs_agent_id).toBe('agent_1');
});

test('a copy of a long name can be saved as it is, and further copies count up', async () => {
  const ctx = await newTenant();
  const source = await createAgent(ctx, input({ name: 'x'.repeat(200) }));
  for (const suffix of [' (Copy)', ' (Copy 2)', ' (Copy 3)']) {
    const { id, name } = await duplicateAgent(ctx, source.id);
    expect(name).toBe('x'.repeat(200 - suffix.length) + suffix);
    await expect(updateAgent(ctx, id, change({ name }))).resolves.toMatchObject({ name });
  }
  // 192 letters and a smiley of two units, of which the end would leave a half.
  const smiley = await createAgent(ctx, input({ name: `${'y'.repeat(192)}\u{1F600}${'z'.repeat(6)}` }));
  expect((await duplicateAgent(ctx, smiley.id)).name).toBe(`${'y'.repeat(192)} (Copy)`);
});

test('deleting leaves the phone number without an agent', async () => {
  const ctx = await newTenant();
  const { id } = await createAgent(ctx, input());
  await addNumber(ctx, id);
  await deleteAgent(ctx, id);
  await expect(getAgent(ctx, id)).rejects.toSatisfy(isNotFound);
  const number = await database.system
    .selectFrom('phone_numbers')
    .select('agent_id')
    .where('tenant_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  expect(number.agent_id).toBeNull();
});

test('another tenant’s agent is not found by any verb, nor is one that nobody has', async () => {
  const owner = await newTenant();
  const stranger = await newTenant();
  const { id } = await createAgent(owner, input());
  for (const target of [id, NOBODY]) {
    await expect(getAgent(stranger, target)).rejects.toSatisfy(isNotFound);
    await expect(updateAgent(stranger, target, change({ name: 'Mine' }))).rejects.toSatisfy(isNotFound);
    await expect(toggleAgent(stranger, target)).rejects.toSatisfy(isNotFound);
    await expect(duplicateAgent(stranger, target)).rejects.toSatisfy(isNotFound);
    await expect(deleteAgent(stranger, target)).rejects.toSatisfy(isNotFound);
  }
  expect(await listAgents(stranger)).toEqual([]);
  expect(await getAgent(owner, id)).toMatchObject({ name: 'Front desk', isActive: true });
});

describe('for a call', () => {
  test.each([
    ['inbound', 'inbound', true],
    ['inbound', 'outbound', false],
    ['outbound', 'inbound', false],
    ['both', 'inbound', true],
    ['both', 'outbound', true],
    ['outbound', 'test', true],
    ['inbound', 'demo', true],
  ] as const)('an agent for %s calls and a call that is %s: %s', async (agent_mode, direction, isFound) => {
    const ctx = await newTenant();
    const { id: agentId } = await createAgent(ctx, input({ agent_mode }));
    expect((await findAgentForCall(ctx, { agentId, direction }))?.id).toBe(isFound ? agentId : undefined);
  });

  test('an inactive agent, one without a voice and another tenant’s do not answer', async () => {
    const ctx = await newTenant();
    const { id: off } = await insertAgent(database, ctx.tenant, { is_active: false });
    const { id: mute } = await insertAgent(database, ctx.tenant, { settings: { voice_enabled: false } });
    const { id: foreign } = await insertAgent(database, await createTenant(database));
    for (const agentId of [off, mute, foreign, newId()]) {
      expect(await findAgentForCall(ctx, { agentId, direction: 'inbound' })).toBeNull();
    }
  });
});
