import { newId } from '@leadlock/core/ids';
import { serveInTest, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { describe, expect, it } from 'vitest';
import { claimAccepted } from '../../test/gateway-calls.ts';
import { createWorld, newCallSid, ring, traces, type World, type WorldOptions } from '../../test/world.ts';
import { runCallTool } from '../call-tools/index.ts';
import {
  completeCall,
  gatewayHeartbeat,
  prepareCall,
  registerGateway,
  sweepLostCalls,
  type CallOutcome,
} from '../calls/index.ts';
import { testCallsRouter } from './router.ts';
import { DraftTestCallInput } from './schemas.ts';
import { startTestCall } from './start-test-call.ts';

const database = await useDatabase();

const callOf = (callId: string) =>
  database.system.selectFrom('call_logs').selectAll().where('id', '=', callId).executeTakeFirstOrThrow();

async function startGateway(world: World): Promise<string> {
  const id = newId();
  await registerGateway(world.system, id);
  return id;
}

const claim = (world: World, token: string, gatewayId: string, callSid: string | null = null) =>
  claimAccepted(world.system, { token, callSid, streamSid: null, gatewayId });

/** A test call that a gateway holds. */
async function startCall(options: WorldOptions = {}) {
  const world = await createWorld(database, options);
  const { call_id: callId, token } = await startTestCall(world.ctx, world.agentId);
  const gatewayId = await startGateway(world);
  const claimed = await claim(world, token, gatewayId);
  if (!claimed) throw new Error('The call was not claimed');
  return { world, callId, token, gatewayId, claimed };
}

describe('POST /agents/{agent_id}/test-call', () => {
  async function serve(options: WorldOptions = {}) {
    const world = await createWorld(database, options);
    const server = await serveInTest(router({ testCalls: testCallsRouter }), world.system);
    const token = await signIn(world.system, world.tenant, { role: 'member' });
    const post = (agentId: string, more: Parameters<OperationsServer['request']>[2] = {}) =>
      server.request('POST', `/agents/${agentId}/test-call`, { token, ...more });
    return { world, post };
  }

  it('enters a call that waits for a browser, and keeps of the token only the hash', async () => {
    const { world, post } = await serve();
    const { status, body } = await post(world.agentId);
    expect(status).toBe(201);
    const { call_id: callId, token, ...rest } = body as { call_id: string; token: string };
    expect(rest).toEqual({ url: `${world.system.settings.publicGatewayUrl}/browser`, expires_in_seconds: 60 });
    expect(await callOf(callId)).toMatchObject({
      tenant_id: world.tenant.id,
      agent_id: world.agentId,
      phone_number_id: world.numberId,
      direction: 'test',
      status: 'ringing',
      from_number: 'browser',
      to_number: world.number,
      voice_provider: 'local',
      ended_at: null,
    });
    const { sessions, events } = await traces(world, callId);
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(token);
    expect(events).toMatchObject([{ type: 'call.started', payload: { direction: 'test', from_number: 'browser' } }]);
  });

  it('works for an agent without a number', async () => {
    const { world, post } = await serve();
    const agent = await createAgent(database, world.tenant, { name: 'New one' });
    const { status, body } = await post(agent.id);
    expect(status).toBe(201);
    const call = await callOf((body as { call_id: string }).call_id);
    expect(call).toMatchObject({ phone_number_id: null, to_number: 'New one' });
  });

  it('does not know another tenant’s agent, and wants somebody who is signed in', async () => {
    const { world, post } = await serve();
    const stranger = await createTenant(database);
    const agent = await createAgent(database, stranger);
    expect((await post(agent.id)).status).toBe(404);
    expect((await post('nonsense')).status).toBe(404);
    expect((await post(world.agentId, { token: 'wrong' })).status).toBe(401);
  });

  it.each<[string, WorldOptions, number, RegExp]>([
    ['a trial that is over', { tenant: { trial_ends_at: new Date(Date.now() - 1000) } }, 403, /trial has ended/],
    ['an agent without a voice', { agentSettings: { voice_enabled: false } }, 409, /can’t take calls/],
  ])('is refused for %s, and leaves no call', async (_, options, status, words) => {
    const { world, post } = await serve(options);
    const reply = await post(world.agentId);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toMatch(words);
    const calls = database.system.selectFrom('call_logs').select('id').where('tenant_id', '=', world.tenant.id);
    expect(await calls.execute()).toEqual([]);
  });

  it('is refused for a suspended account', async () => {
    const world = await createWorld(database);
    const ctx = { ...world.ctx, tenant: { ...world.ctx.tenant, isSuspended: true } };
    await expect(startTestCall(ctx, world.agentId)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('a test call with changes that are not saved', () => {
  const savedSettings = async (agentId: string) =>
    (await database.system.selectFrom('agents').select('settings').where('id', '=', agentId).executeTakeFirstOrThrow())
      .settings;

  it('is held with them from its greeting to its end, and saves nothing', async () => {
    const world = await createWorld(database, { agentSettings: { greeting: 'Saved greeting' } });
    const before = await savedSettings(world.agentId);
    const changes = { name: 'Zoe', greeting: 'Draft greeting of {{agent_name}}', system_prompt: 'Only say banana.' };
    const { call_id: callId, token } = await startTestCall(world.ctx, world.agentId, changes);
    expect((await prepareCall(world.system, callId))?.greeting).toContain('Draft greeting of Zoe');
    const claimed = await claim(world, token, await startGateway(world));
    expect(claimed?.greeting).toContain('Draft greeting of Zoe');
    expect(claimed?.session.instructions).toContain('Only say banana.');
    expect(await savedSettings(world.agentId)).toEqual(before);

    const { token: next } = await startTestCall(world.ctx, world.agentId);
    expect((await claim(world, next, await startGateway(world)))?.greeting).toContain('Saved greeting');

    const outcome: CallOutcome = { status: 'completed', endReason: 'caller_hangup', turnLatenciesMs: [] };
    expect(claimed && (await completeCall(claimed.ctx, callId, outcome))).toBe(true);
    expect((await traces(world, callId)).sessions).toEqual([]);
  });

  it('gives its tools the changed settings', async () => {
    const world = await createWorld(database);
    const changes = { sms_templates: [{ name: 'Directions', content: 'Turn left' }] };
    const { call_id: callId, token } = await startTestCall(world.ctx, world.agentId, changes);
    const claimed = await claim(world, token, await startGateway(world));
    const sent: string[] = [];
    world.carrier.sendMessage = (_credentials, { body }) => {
      sent.push(body);
      return Promise.resolve({ sid: 'SM1', status: 'queued', segments: 1 });
    };
    const toolCall = { id: '1', name: 'send_sms', arguments: '{"template":"Directions","to":"+14155552671"}' };
    if (claimed) await runCallTool(claimed.ctx, callId, toolCall);
    expect(sent).toEqual(['Turn left']);
  });

  it.each([
    ['contradict each other', { voice_provider: 'openai' as const, voice: 'nobody' }, 'validation'],
    ['disable its voice', { voice_enabled: false }, 'conflict'],
  ])('is refused when they %s, and leaves no call', async (_, changes, kind) => {
    const world = await createWorld(database);
    await expect(startTestCall(world.ctx, world.agentId, changes)).rejects.toMatchObject({ kind });
    const calls = database.system.selectFrom('call_logs').select('id').where('tenant_id', '=', world.tenant.id);
    expect(await calls.execute()).toEqual([]);
  });

  it('is refused for another tenant’s agent, and for what no save accepts', async () => {
    const world = await createWorld(database);
    const agent = await createAgent(database, await createTenant(database));
    await expect(startTestCall(world.ctx, agent.id, { greeting: 'Hi' })).rejects.toMatchObject({ kind: 'not_found' });
    const changes = { system_prompt: 'x'.repeat(1_000_000) };
    expect(DraftTestCallInput.safeParse({ agent_id: agent.id, changes }).success).toBe(false);
  });
});

describe('a test call', () => {
  it('is claimed once, within a minute, and only as what it is', async () => {
    const world = await createWorld(database);
    const gatewayId = await startGateway(world);
    const { token, call_id: callId } = await startTestCall(world.ctx, world.agentId);
    expect(await claim(world, 'nonsense', gatewayId)).toBeNull();
    expect(await claim(world, token, gatewayId, `test-${callId}`)).toBeNull();
    const attempts = await Promise.all([1, 2, 3].map(() => claim(world, token, gatewayId)));
    expect(attempts.filter((call) => call !== null)).toMatchObject([{ callId, callSid: null, record: false }]);
    expect(await claim(world, token, gatewayId)).toBeNull();

    const late = await startTestCall(world.ctx, world.agentId);
    await database.system
      .updateTable('call_sessions')
      .set({ token_expires_at: new Date(Date.now() - 1) })
      .where('call_id', '=', late.call_id)
      .execute();
    expect(await claim(world, late.token, gatewayId)).toBeNull();

    const phone = await ring(world, newCallSid());
    expect(await claim(world, phone.token, gatewayId)).toBeNull();
  });

  it('tells the agent that nobody is on a phone, and rehearses the call the agent is made for', async () => {
    const inbound = await startCall({ agentSettings: { greeting: 'Hello {{caller_number}}there' } });
    expect(inbound.claimed.session.instructions).toContain('from a web page');
    expect(inbound.claimed.session.instructions).not.toContain('browser.');
    expect(inbound.claimed.greeting).toContain('Hello there');
    const settings = { agent_mode: 'outbound', greeting_outbound: 'I am calling you', ai_speaks_first_outbound: true };
    const outbound = await startCall({ agentSettings: settings });
    expect(outbound.claimed.greeting).toContain('I am calling you');
  });

  it('is billed like a call, without a line for the carrier', async () => {
    const { world, callId, claimed } = await startCall({ tenant: { test_demo_upcharge_by_provider: '{"local": 7}' } });
    await database.system
      .updateTable('call_logs')
      .set({ answered_at: new Date(Date.now() - 61_000) })
      .where('id', '=', callId)
      .execute();
    const outcome: CallOutcome = { status: 'completed', endReason: 'caller_hangup', turnLatenciesMs: [700] };
    expect(await completeCall(claimed.ctx, callId, outcome)).toBe(true);
    const { metadata, ...call } = await callOf(callId);
    expect(call).toMatchObject({ status: 'completed', billable_minutes: 2, cost_cents: 0, recording_sid: null });
    expect(metadata).toMatchObject({ turn_latencies_ms: [700], cost_lines: [{ item: 'local' }] });
    const { usage, eventTypes, sessions } = await traces(world, callId);
    expect(usage).toMatchObject([{ direction: 'test', quantity: 2 }]);
    expect(usage[0]?.revenue_cents).toBeGreaterThanOrEqual(14);
    expect(eventTypes).toEqual(['call.started', 'call.completed']);
    expect(sessions).toEqual([]);
  });

  it('texts a number that was named, and says that there is no other', async () => {
    const { world, callId } = await startCall();
    const sent: { from: string; to: string }[] = [];
    world.carrier.sendMessage = (_credentials, { from, to }) => {
      sent.push({ from, to });
      return Promise.resolve({ sid: 'SM1', status: 'queued', segments: 1 });
    };
    const run = async (id: string, name: string, args: Record<string, string>) =>
      JSON.parse(
        (await runCallTool(world.ctx, callId, { id, name, arguments: JSON.stringify(args) })).output,
      ) as unknown;
    expect(await run('1', 'send_sms', { message: 'Hi' })).toMatchObject({ error: expect.stringContaining('browser') });
    expect(await run('2', 'send_sms', { message: 'Hi', to: '+14155552671' })).toMatchObject({ sent: true });
    expect(sent).toEqual([{ from: world.number, to: '+14155552671' }]);
    expect(await run('3', 'end_call', {})).toEqual({ ending: true });
    expect(await run('4', 'transfer_call', {})).toMatchObject({ error: expect.stringContaining('transfer_call') });
  });
});

describe('the sweep', () => {
  /** Fails the test when the carrier is asked. */
  const forbidCarrier = ({ carrier }: World): string[] => {
    const asked: string[] = [];
    carrier.fetchCall = (_credentials, sid) => {
      asked.push(sid);
      return Promise.resolve({ sid, status: 'completed', durationSeconds: 999 });
    };
    return asked;
  };

  it('closes the test call of a dead gateway, billed until it was last heard of, without asking the carrier', async () => {
    const { world, callId, gatewayId } = await startCall();
    const asked = forbidCarrier(world);
    await gatewayHeartbeat(world.system, { gatewayId, calls: [{ callId, seconds: 62 }], draining: false });
    const lastSeen = new Date(Date.now() - 20_000);
    await database.system.updateTable('gateways').set({ last_seen_at: lastSeen }).where('id', '=', gatewayId).execute();
    await sweepLostCalls(world.system);
    expect(await callOf(callId)).toMatchObject({ status: 'failed', end_reason: 'gateway_lost', duration_seconds: 62 });
    expect((await traces(world, callId)).usage).toMatchObject([{ quantity: 2 }]);
    expect(asked).toEqual([]);
  });

  it('cancels one that no browser ever opened, for nothing', async () => {
    const world = await createWorld(database);
    const asked = forbidCarrier(world);
    const { call_id: callId } = await startTestCall(world.ctx, world.agentId);
    await sweepLostCalls(world.system);
    expect((await callOf(callId)).ended_at).toBeNull();
    await database.system
      .updateTable('call_logs')
      .set({ started_at: new Date(Date.now() - 121_000) })
      .where('id', '=', callId)
      .execute();
    await sweepLostCalls(world.system);
    expect(await callOf(callId)).toMatchObject({ status: 'canceled', end_reason: 'never_connected' });
    expect((await traces(world, callId)).usage).toMatchObject([{ quantity: 0 }]);
    expect(asked).toEqual([]);
  });
});
