import { createAgent, deleteAgent, duplicateAgent, getAgent, updateAgent, AgentCreate } from '@leadlock/agents/agents';
import { listVoices, syncAgent } from '@leadlock/agents/elevenlabs';
import { forTenant, type TenantContext, type Tool } from '@leadlock/context/context';
import type { ElevenLabsApi, ElevenLabsRequest } from '@leadlock/providers/contracts';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  type RecordingJobQueue,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { connectElevenLabs } from '@leadlock/voice/realtime/elevenlabs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox.ts';
import { startTestSandbox } from './sandbox-client.ts';

const JOB = 'agents.sync-elevenlabs';

/** A tool as domains define them: offered to agents that have it enabled. */
const toolNamed = (name: string): Tool => ({
  name,
  endsCall: false,
  handsOver: false,
  offer: (site) => {
    const { agent } = site as { agent: { settings: { tools_enabled: string[] | null } } };
    if (!agent.settings.tools_enabled?.includes(name)) return null;
    return {
      name,
      description: `Does ${name}.`,
      parameters: { type: 'object', properties: { to: { type: 'string' } } },
    };
  },
  run: () => Promise.resolve({}),
});

const database = await useDatabase();
const clock = createMovableClock();
let sandbox: Sandbox;
let real: ElevenLabsApi;
/** What was asked, and what goes wrong with it. */
let asked: string[];
let bodies: Record<string, unknown>[];
let afterAnswer: (request: ElevenLabsRequest) => void | Promise<void>;
let ctx: TenantContext;

const api: () => ElevenLabsApi = () => ({
  account: real.account,
  async ask(request) {
    asked.push(
      `${request.method} ${request.path
        .replace(/\?.*/, '')
        .replace('/v1/convai/', '')
        .replace(/_[0-9a-f]{24}/, '')}`,
    );
    if (request.body) bodies.push(request.body);
    const answer = await real.ask(request);
    await afterAnswer(request);
    return answer;
  },
});

async function newTenant(elevenLabs: ElevenLabsApi = api()): Promise<TenantContext> {
  const tools = [toolNamed('end_call'), toolNamed('send_sms')];
  const system = createTestContext(database, { clock, tools, providers: { elevenLabs } });
  return forTenant(system, await createTenant(database, { plan: 'pro' }));
}

beforeAll(async () => {
  sandbox = await startTestSandbox();
  real = connectElevenLabs({ url: `${sandbox.url}/elevenlabs`, apiKey: 'elevenlabs-sandbox' });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' });
  asked = [];
  bodies = [];
  afterAnswer = () => undefined;
  ctx = await newTenant();
});

const input = (changes: Record<string, unknown> = {}) =>
  AgentCreate.parse({
    name: 'Ava',
    system_prompt: 'You answer the phone.',
    voice_provider: 'elevenlabs',
    tools_enabled: ['end_call'],
    ...changes,
  });
const sync = (agentId: string, of = ctx) => syncAgent(of, { tenant_id: of.tenant.id, agent_id: agentId });
const jobsOf = (of: TenantContext) => (of.jobs as RecordingJobQueue).enqueued.filter(({ name }) => name === JOB);
const agentsThere = async () =>
  (await real.ask({ path: '/v1/convai/agents' })).agents as { agent_id: string; name: string }[];
const toolsThere = async () =>
  ((await real.ask({ path: '/v1/convai/tools' })).tools as { tool_config: { name: string } }[]).map(
    ({ tool_config }) => tool_config.name,
  );
const vendorId = async (agentId: string) => (await getAgent(ctx, agentId)).settings.elevenlabs_agent_id;
const writes = () => asked.filter((request) => !request.startsWith('GET'));

async function copied(changes: Record<string, unknown> = {}): Promise<string> {
  const { id } = await createAgent(ctx, input(changes));
  await sync(id);
  asked = [];
  bodies = [];
  return id;
}

describe('the copy of an agent at ElevenLabs', () => {
  test('is made with its tools, named in the agent, and not touched while nothing changes', async () => {
    const { id } = await createAgent(ctx, input({ elevenlabs_speed: 1.1, elevenlabs_eagerness: 'high' }));
    expect(jobsOf(ctx)).toHaveLength(1);
    await sync(id);
    expect(writes()).toEqual(['POST tools', 'POST agents/create']);
    const [there] = await agentsThere();
    expect(await vendorId(id)).toBe(there?.agent_id);
    const stored = await real.ask({ path: `/v1/convai/agents/${there?.agent_id}` });
    expect(stored).toMatchObject({
      name: `Ava [${id}]`,
      conversation_config: { tts: { speed: 1.1 }, turn: { turn_eagerness: 'eager' } },
    });
    asked = [];
    await sync(id);
    expect(asked).toEqual([]);
  });

  test('gets only what changed', async () => {
    const id = await copied();
    await updateAgent(ctx, id, { elevenlabs_speed: 0.9 });
    await sync(id);
    expect(writes()).toEqual(['PATCH agents/agent']);
    expect(bodies).toEqual([{ conversation_config: { tts: expect.objectContaining({ speed: 0.9 }) } }]);
    asked = [];
    await updateAgent(ctx, id, { max_silence_seconds: 30 });
    await sync(id);
    expect(asked).toEqual([]);
  });

  test('has the tools that the agent has', async () => {
    const id = await copied();
    await updateAgent(ctx, id, { tools_enabled: ['send_sms'] });
    await sync(id);
    expect(writes()).toEqual(['POST tools', 'PATCH agents/agent', 'DELETE tools/tool']);
    expect(await toolsThere()).toEqual(['send_sms']);
    asked = [];
    await updateAgent(ctx, id, { elevenlabs_tool_call_sound: 'elevator1' });
    await sync(id);
    expect(writes()).toEqual(['PATCH tools/tool']);
  });

  test.each(['deleted', 'given to another provider'])('goes when the agent is %s', async (what) => {
    const id = await copied();
    if (what === 'deleted') await deleteAgent(ctx, id);
    else await updateAgent(ctx, id, { voice_provider: 'openai' });
    expect(jobsOf(ctx)).toHaveLength(2);
    await sync(id);
    expect([await agentsThere(), await toolsThere()]).toEqual([[], []]);
    const left = await ctx.db.selectFrom('agents').select('settings').where('id', '=', id).execute();
    expect(left.map(({ settings }) => (settings as Record<string, unknown>).elevenlabs_agent_id ?? null)).toEqual(
      what === 'deleted' ? [] : [null],
    );
    asked = [];
    await sync(id);
    expect(asked).toEqual([]);
  });

  test('is not shared with a copy of the agent, and an agent of another provider has none', async () => {
    const id = await copied();
    const twin = await duplicateAgent(ctx, id);
    expect(twin.settings.elevenlabs_agent_id).toBeNull();
    await sync(twin.id);
    expect(await agentsThere()).toHaveLength(2);
    asked = [];
    const other = await createAgent(ctx, input({ voice_provider: 'openai' }));
    await sync(other.id);
    expect(asked).toEqual([]);
  });

  test('is made anew when it is gone there', async () => {
    const id = await copied();
    const before = await vendorId(id);
    await real.ask({ method: 'DELETE', path: `/v1/convai/agents/${before}` });
    await updateAgent(ctx, id, { elevenlabs_stability: 0.2 });
    await sync(id);
    expect(await agentsThere()).toHaveLength(1);
    expect(await vendorId(id)).not.toBe(before);
  });

  test('is made anew in another account', async () => {
    const id = await copied();
    const elsewhere = { ...api(), account: 'another' };
    const { tenant } = ctx;
    ctx = forTenant({ ...ctx, providers: { ...ctx.providers, elevenLabs: elsewhere } }, tenant);
    await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' });
    await sync(id);
    expect((await agentsThere()).map(({ agent_id }) => agent_id)).toEqual([await vendorId(id)]);
  });
});

test('its voices are those of the account, asked for once, and an answer that fails is no list', async () => {
  const account = api();
  const voices = await listVoices(account, clock);
  expect(voices?.[0]).toEqual({ id: 'Xb7hH8MSUJpSbSDYk0k2', label: 'Alice' });
  await listVoices(account, clock);
  expect(asked).toHaveLength(1);
  clock.advance(11 * 60_000);
  afterAnswer = () => {
    throw new Error('away');
  };
  expect(await listVoices(account, clock)).toEqual(voices);
  expect(asked).toHaveLength(2);
  expect(await listVoices(api(), clock)).toBeNull();
});

describe('exactly once', () => {
  test.each(['/v1/convai/tools', '/v1/convai/agents/create'])('a worker that dies after %s', async (path) => {
    const { id } = await createAgent(ctx, input());
    afterAnswer = (request) => {
      if (request.method === 'POST' && request.path === path) throw new Error('killed');
    };
    await expect(sync(id)).rejects.toThrow('killed');
    afterAnswer = () => undefined;
    await sync(id);
    expect([(await agentsThere()).length, (await toolsThere()).length]).toEqual([1, 1]);
    expect(await vendorId(id)).toBe((await agentsThere())[0]?.agent_id);
  });

  test('what such a worker left goes with the agent', async () => {
    const { id } = await createAgent(ctx, input());
    afterAnswer = ({ method, path }) => {
      if (method === 'POST' && path.endsWith('/tools')) throw new Error('killed');
    };
    await expect(sync(id)).rejects.toThrow('killed');
    await deleteAgent(ctx, id);
    await sync(id);
    expect(await toolsThere()).toEqual([]);
  });

  test('two workers at once: the second leaves it to a job after the first', async () => {
    const { id } = await createAgent(ctx, input());
    let later: number | null = null;
    afterAnswer = async ({ method }) => {
      if (method !== 'POST' || later !== null) return;
      const jobs = jobsOf(ctx).length;
      later = jobs;
      await sync(id);
      later = jobsOf(ctx).length - jobs;
    };
    await sync(id);
    expect(later).toBe(1);
    expect(writes()).toEqual(['POST tools', 'POST agents/create']);
  });

  test('a worker that never came back is waited for, and then replaced', async () => {
    const { id } = await createAgent(ctx, input());
    const { promise, reject } = Promise.withResolvers<never>();
    const stuck: ElevenLabsApi = { account: real.account, ask: () => promise };
    const gone = forTenant({ ...ctx, providers: { ...ctx.providers, elevenLabs: stuck } }, ctx.tenant);
    const never = sync(id, gone);
    await expect
      .poll(() => database.system.selectFrom('elevenlabs_agents').selectAll().where('agent_id', '=', id).execute())
      .toHaveLength(1);
    await sync(id);
    expect(await agentsThere()).toEqual([]);
    clock.advance(121_000);
    await sync(id);
    expect(await agentsThere()).toHaveLength(1);
    reject(new Error('late'));
    await expect(never).rejects.toThrow('late');
    const row = await database.system
      .selectFrom('elevenlabs_agents')
      .selectAll()
      .where('agent_id', '=', id)
      .executeTakeFirst();
    expect(row).toMatchObject({ problem: null, vendor_agent_id: await vendorId(id) });
  });

  test('a change while it is copied is copied too', async () => {
    const { id } = await createAgent(ctx, input());
    afterAnswer = async ({ path }) => {
      if (path.endsWith('/create')) await updateAgent(ctx, id, { elevenlabs_speed: 1.2 });
    };
    await sync(id);
    const stored = await real.ask({ path: `/v1/convai/agents/${await vendorId(id)}` });
    expect(stored).toMatchObject({ conversation_config: { tts: { speed: 1.2 } } });
  });
});

describe('what ElevenLabs refuses', () => {
  const told = (of: TenantContext) =>
    of.db.selectFrom('notifications').select(['type', 'body']).where('tenant_id', '=', of.tenant.id).execute();

  test('is told once to the account whose agent it is', async () => {
    const { id } = await createAgent(ctx, input({ elevenlabs_voice_id: 'nobody' }));
    const other = await newTenant();
    await sync(id);
    await sync(id);
    expect(await told(ctx)).toMatchObject([{ type: 'agent.not_copied', body: expect.stringContaining('nobody') }]);
    expect(await told(other)).toEqual([]);
    await updateAgent(ctx, id, { elevenlabs_voice_id: 'EXAVITQu4vr4xnSDxMaL' });
    await sync(id);
    expect(await agentsThere()).toHaveLength(1);
  });

  test('for the moment is tried again, and told to nobody', async () => {
    const { id } = await createAgent(ctx, input());
    afterAnswer = () => {
      throw Object.assign(new Error('busy'), { status: 429, retryable: true });
    };
    await expect(sync(id)).rejects.toThrow('busy');
    expect(await told(ctx)).toEqual([]);
  });

  test('an agent is not copied for a tenant that does not have it', async () => {
    const { id } = await createAgent(ctx, input());
    const other = await newTenant();
    await sync(id, other);
    expect(asked).toEqual([]);
  });
});
