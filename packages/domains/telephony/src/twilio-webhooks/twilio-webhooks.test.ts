import { connectTwilio } from '@leadlock/crm/integrations';
import { newId } from '@leadlock/core/ids';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { serveTwilioWebhooks, type PostOptions } from '../../test/twilio-webhooks-server.ts';
import { claimAccepted } from '../../test/gateway-calls.ts';
import {
  CALLER,
  callRow,
  createWorld,
  newCallSid,
  ring,
  sign,
  tokenIn,
  toldPeople,
  traces,
  type World,
  type WorldOptions,
} from '../../test/world.ts';
import { completeCall, registerGateway } from '../calls/index.ts';

const database = await useDatabase();

async function serve(options: WorldOptions = {}) {
  const server = await serveTwilioWebhooks(database, options);
  return server;
}

const callsOf = (world: World) =>
  database.system.selectFrom('call_logs').selectAll().where('tenant_id', '=', world.tenant.id).execute();

async function claim(world: World, callSid: string, token: string) {
  const gatewayId = newId();
  await registerGateway(world.system, gatewayId);
  const claimed = await claimAccepted(world.system, { token, callSid, streamSid: 'MZ1', gatewayId });
  if (!claimed) throw new Error('The call was not claimed');
  return claimed;
}

describe('who may post', () => {
  it('is Twilio, over the public address and with the query it was given', async () => {
    const { call } = await serve();
    const answer = await call(newCallSid(), {}, { query: '?a=1%202&b=' });
    expect(answer.status).toBe(200);
    expect(answer.type).toBe('text/xml');
  });

  it.each<[string, (world: World) => PostOptions & { fields?: Record<string, string> }]>([
    ['without a signature', () => ({ signature: null })],
    ['with an empty one', () => ({ signature: '' })],
    ['with another one', () => ({ signature: sign('https://api.example.com/', {}) })],
    ['for a tenant that does not exist', () => ({ tenantId: newId() })],
    ['for something that is no tenant', () => ({ tenantId: 'me' })],
    ['in the name of another account', () => ({ fields: { AccountSid: `AC${'9'.repeat(32)}` } })],
  ])('is nobody %s', async (_name, options) => {
    const { world, call } = await serve();
    const { fields, ...rest } = options(world);
    const answer = await call(newCallSid(), fields, rest);
    expect(answer).toMatchObject({ status: 403, text: '{"detail":"Invalid Twilio signature"}' });
    expect(await callsOf(world)).toEqual([]);
  });

  it('is nobody whose fields were changed on the way', async () => {
    const { world, post } = await serve();
    const form = { AccountSid: world.accountSid, CallSid: newCallSid(), From: CALLER, To: world.number };
    const signature = sign(`https://api.example.com/webhooks/twilio/${world.tenant.id}/voice`, form);
    expect((await post('voice', { ...form, From: '+19005550100' }, { signature })).status).toBe(403);
    expect((await post('voice', form, { signature })).status).toBe(200);
  });

  it('is no other tenant with its own token', async () => {
    const { world, call } = await serve();
    const other = await createWorld(database);
    await connectTwilio(other.ctx, { account_name: 'B', account_sid: other.accountSid, auth_token: 'other-token' });
    const path = `/webhooks/twilio/${world.tenant.id}/voice`;
    const fields = { AccountSid: other.accountSid, CallSid: newCallSid(), From: CALLER, To: world.number };
    const signature = sign(`https://api.example.com${path}`, fields, 'other-token');
    expect((await call(fields.CallSid, fields, { signature })).status).toBe(403);
  });

  it('is refused before the fields are judged', async () => {
    const { post } = await serve();
    expect((await post('voice', {}, { signature: null })).status).toBe(403);
    expect(await post('voice', {})).toMatchObject({ status: 422, text: expect.stringContaining('CallSid') as string });
  });
});

describe('an inbound call', () => {
  it('is entered and connected to a gateway', async () => {
    const { world, call } = await serve();
    const callSid = newCallSid();
    const { text } = await call(callSid);
    expect(text).toContain('<Connect><Stream url="wss://gateway.example.com/media"><Parameter name="token"');
    const row = await callRow(world, callSid);
    expect(row).toMatchObject({
      tenant_id: world.tenant.id,
      agent_id: world.agentId,
      agent_name: 'Front desk',
      phone_number_id: world.numberId,
      twilio_account_sid: world.accountSid,
      direction: 'inbound',
      from_number: CALLER,
      to_number: world.number,
      status: 'ringing',
      voice_provider: 'local',
    });
    const { events, sessions } = await traces(world, row.id);
    expect(events).toMatchObject([{ type: 'call.started', payload: { from_number: CALLER } }]);
    // The token itself is stored nowhere.
    const token = tokenIn(text) ?? '';
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(JSON.stringify(sessions)).not.toContain(token);
    expect(await claim(world, callSid, token)).toMatchObject({ callSid });
  });

  it.each<[string, WorldOptions, string]>([
    ['a suspended account', { tenant: { suspended_at: new Date() } }, 'account_suspended'],
    ['an inactive account', { tenant: { is_active: false } }, 'account_suspended'],
    ['a trial whose days are over', { tenant: { trial_ends_at: new Date(Date.now() - 1000) } }, 'trial_over'],
    ['an agent without a voice', { agentSettings: { voice_enabled: false } }, 'agent_unavailable'],
    ['a number without an agent', { number: { agent_id: null } }, 'no_agent'],
  ])('is refused in words and logged for %s', async (_name, options, reason) => {
    const { world, call } = await serve(options);
    const callSid = newCallSid();
    const { status, text } = await call(callSid);
    expect(status).toBe(200);
    expect(text).toMatch(/<Say>We are sorry.*<\/Say><Hangup\/>/);
    const row = await callRow(world, callSid);
    expect(row).toMatchObject({ status: 'failed', end_reason: reason, billable_minutes: 0, cost_cents: 0 });
    const { eventTypes, usage } = await traces(world, row.id);
    expect(eventTypes).toEqual(['call.failed']);
    expect(usage).toMatchObject([{ quantity: 0, revenue_cents: 0 }]);
    expect((await call(callSid)).text).toContain('<Hangup/>');
    expect(await callsOf(world)).toHaveLength(1);
  });

  it('is refused once a trial’s minutes are used up, unless the account has subscribed', async () => {
    const trial = { trial_ends_at: new Date(Date.now() + 86_400_000) };
    const { world, call } = await serve({ tenant: trial });
    await database.system
      .insertInto('usage_records')
      .values({
        tenant_id: world.tenant.id,
        id: newId(),
        kind: 'voice',
        direction: 'inbound',
        quantity: 60,
        unit: 'minute',
        revenue_cents: 0,
        occurred_at: new Date(),
      })
      .execute();
    expect((await call()).text).toContain('<Hangup/>');
    const reached = await database.system
      .selectFrom('events')
      .select('payload')
      .where('tenant_id', '=', world.tenant.id)
      .where('type', '=', 'usage.limit_reached')
      .execute();
    expect(reached).toEqual([{ payload: { limit: 'trial minutes', used: 60, allowed: 60 } }]);
    expect(await toldPeople(world)).toContain('usage.limit_reached');
    await database.system
      .updateTable('tenants')
      .set({ stripe_subscription_id: 'sub_1' })
      .where('id', '=', world.tenant.id)
      .execute();
    expect((await call()).text).toContain('<Stream');
  });

  it('to a sub-account tells its agency, which pays, of the limit, and the sub-account of the call', async () => {
    const trial_ends_at = new Date(Date.now() + 86_400_000);
    const agency = await createTenant(database, { tenant_type: 'agency', trial_ends_at });
    const { world, call } = await serve({ tenant: { tenant_type: 'sub_account', parent_tenant_id: agency.id } });
    const usage = { kind: 'voice', direction: 'inbound', unit: 'minute', revenue_cents: 0, occurred_at: new Date() };
    await database.system
      .insertInto('usage_records')
      .values([agency, world.tenant].map(({ id }) => ({ ...usage, tenant_id: id, id: newId(), quantity: 30 })))
      .execute();
    expect((await call()).text).toContain('<Hangup/>');
    const events = await database.system
      .selectFrom('events')
      .select(['tenant_id', 'type'])
      .where('tenant_id', 'in', [agency.id, world.tenant.id])
      .orderBy('id')
      .execute();
    expect(events).toEqual([
      { tenant_id: world.tenant.id, type: 'call.failed' },
      { tenant_id: agency.id, type: 'usage.limit_reached' },
    ]);
  });

  it('to a number nobody has imported is refused without a trace', async () => {
    const { world, call } = await serve();
    const { text } = await call(newCallSid(), { To: '+14155559999' });
    expect(text).toContain('not in service');
    expect(await callsOf(world)).toEqual([]);
  });

  it('to a number of another tenant is not taken', async () => {
    const { world, call } = await serve();
    const other = await createWorld(database);
    expect((await call(newCallSid(), { To: other.number })).text).toContain('not in service');
    expect(await callsOf(world)).toEqual([]);
  });

  it('to an agency’s number that a sub-account uses is the sub-account’s', async () => {
    const { world, call, status } = await serve({ tenant: { tenant_type: 'agency', plan: 'agency' } });
    const sub = await createTenant(database, { parent_tenant_id: world.tenant.id });
    const agent = await createAgent(database, sub, { settings: { voice_provider: 'local', voice: 'slt' } });
    await database.system
      .updateTable('phone_numbers')
      .set({ sub_account_id: sub.id, user_tenant_id: sub.id, agent_id: agent.id })
      .where('id', '=', world.numberId)
      .execute();
    const callSid = newCallSid();
    expect((await call(callSid)).text).toContain('<Stream');
    expect(await callRow(world, callSid)).toMatchObject({ tenant_id: sub.id, agent_id: agent.id });
    // The agency's webhook reports on it.
    await status(callSid, 'busy');
    expect(await callRow(world, callSid)).toMatchObject({ status: 'busy', end_reason: 'busy' });
  });
});

it('does not take an outbound call that we did not place', async () => {
  const { world, call } = await serve();
  expect((await call(newCallSid(), { Direction: 'outbound-api' })).text).toContain('<Hangup/>');
  expect(await callsOf(world)).toEqual([]);
});

describe('a reported status', () => {
  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['canceled', 'canceled'],
    ['failed', 'failed'],
    // Twilio has answered it for us, and no agent came.
    ['completed', 'failed'],
  ])('of %s ends a call that no gateway has claimed as %s, for nothing', async (reported, ended) => {
    const { world, status } = await serve();
    const { callSid, callId } = await ring(world);
    expect(await status(callSid, reported, '3')).toMatchObject({ status: 200, type: 'text/xml' });
    expect(await callRow(world, callSid)).toMatchObject({
      status: ended,
      duration_seconds: 0,
      billable_minutes: 0,
    });
    expect((await traces(world, callId)).usage).toMatchObject([{ quantity: 0, revenue_cents: 0 }]);
    // Repeated and late reports change nothing.
    const before = await callRow(world, callSid);
    await status(callSid, reported, '3');
    await status(callSid, 'in-progress');
    await status(callSid, 'completed', '99');
    expect(await callRow(world, callSid)).toEqual(before);
    expect((await traces(world, callId)).usage).toHaveLength(1);
  });

  it('never moves a call backwards', async () => {
    const { world, status } = await serve();
    const { callSid } = await ring(world);
    await status(callSid, 'in-progress');
    await status(callSid, 'ringing');
    await status(callSid, 'initiated');
    await status(callSid, 'something-new');
    expect((await callRow(world, callSid)).status).toBe('in-progress');
  });

  it('about an unknown call changes nothing', async () => {
    const { world, status } = await serve();
    expect((await status(newCallSid(), 'completed', '10')).status).toBe(200);
    expect(await callsOf(world)).toEqual([]);
  });

  it('of the end of a call that a gateway holds is left to that gateway, which is told', async () => {
    const { world, status } = await serve();
    const { callSid, callId, token } = await ring(world);
    const claimed = await claim(world, callSid, token);
    const listener = new Client({ connectionString: database.connectionString });
    await listener.connect();
    try {
      const told = new Promise<string | undefined>((resolve) => {
        listener.on('notification', ({ payload }) => {
          // To which gateway the call would come, and that it did not, may be told as late as this.
          if (payload?.includes('"gatewayId"') === false) resolve(payload);
        });
      });
      await listener.query('LISTEN calls');
      await status(callSid, 'completed', '93');
      expect(JSON.parse((await told) ?? '')).toEqual({ news: 'carrier_ended', callId });
    } finally {
      await listener.end();
    }
    expect((await callRow(world, callSid)).ended_at).toBeNull();
    const outcome = { status: 'completed', endReason: 'caller_hangup', durationMs: 58_800 } as const;
    await completeCall(claimed.ctx, callId, outcome);
    expect(await callRow(world, callSid)).toMatchObject({
      duration_seconds: 59,
      billable_minutes: 1,
      carrier_seconds: 93,
      metadata: { billing_difference: { billed_seconds: 59, carrier_seconds: 93 } },
    });
  });

  it('and the gateway’s own end never bill a call twice', async () => {
    const { world, status } = await serve();
    const { callSid, callId, token } = await ring(world);
    const claimed = await claim(world, callSid, token);
    await Promise.all([
      status(callSid, 'completed', '30'),
      completeCall(claimed.ctx, callId, { status: 'completed', endReason: 'caller_hangup' }),
      status(callSid, 'completed', '30'),
    ]);
    expect((await traces(world, callId)).usage).toHaveLength(1);
  });
});

it('uses the account that a sub-account’s agency has connected', async () => {
  const { world, post } = await serve({ tenant: { tenant_type: 'agency', plan: 'agency' } });
  const sub = await createTenant(database, { parent_tenant_id: world.tenant.id });
  const answer = await post('status', { CallSid: newCallSid(), CallStatus: 'completed' }, { tenantId: sub.id });
  expect(answer.status).toBe(200);
});
