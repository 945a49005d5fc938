import { newId } from '@leadlock/core/ids';
import { builtInPlans } from '@leadlock/identity/plans';
import { createMovableClock, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { claim, startCall, startGateway } from '../../test/gateway-calls.ts';
import { CALLER, createWorld, newCallSid, ring, tokenIn, type World } from '../../test/world.ts';
import { gatewayHeartbeat } from '../calls/gateways.ts';
import { settleCall } from '../calls/settle-call.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { answerCall } from '../twilio-webhooks/answer-call.ts';
import { findCallsToEnd } from './find-calls-to-end.ts';

const database = await useDatabase();

const clock = createMovableClock();
const inTrial = () => ({ trial_ends_at: new Date(clock.now().getTime() + 86_400_000) });
const plans = (concurrentCalls: number | null) => ({
  plans: { ...builtInPlans, starter: { ...builtInPlans.starter, concurrentCalls } },
});
const trialWorld = () => createWorld(database, { tenant: inTrial(), system: { clock, settings: plans(null) } });

/** Usage of that many minutes, by a tenant. */
const use = (tenantId: string, quantity: number) =>
  database.system
    .insertInto('usage_records')
    .values({
      tenant_id: tenantId,
      id: newId(),
      kind: 'voice',
      direction: 'inbound',
      quantity,
      unit: 'minute',
      revenue_cents: 0,
      occurred_at: clock.now(),
    })
    .execute();

/** Lets somebody call; what they hear, where the call is not taken. */
async function call(world: World): Promise<{ isTaken: boolean; text: string }> {
  const webhook = {
    CallSid: newCallSid(),
    From: CALLER,
    To: world.number,
    CallStatus: 'ringing',
    Direction: 'inbound',
  };
  const text = await answerCall({ ctx: world.ctx, accountSid: world.accountSid }, webhook);
  return { isTaken: tokenIn(text) !== null, text };
}

const callMany = async (world: World, count: number): Promise<number> => {
  const answers = await Promise.all(Array.from({ length: count }, () => call(world)));
  return answers.filter(({ isTaken }) => isTaken).length;
};

const reasons = async ({ tenant }: World): Promise<(string | null)[]> => {
  const rows = await database.system
    .selectFrom('call_logs')
    .select('end_reason')
    .where('tenant_id', '=', tenant.id)
    .where('ended_at', 'is not', null)
    .execute();
  return rows.map(({ end_reason }) => end_reason);
};

const limitEvents = (tenantId: string) =>
  database.system
    .selectFrom('events')
    .select('payload')
    .where('tenant_id', '=', tenantId)
    .where('type', '=', 'usage.limit_reached')
    .execute();

/** A call that a gateway holds for so long already. */
async function hold(world: World, seconds: number, gatewayId?: string) {
  const ringing = await ring(world);
  const holder = gatewayId ?? (await startGateway(world));
  const claimed = await claim(world, ringing, holder);
  if (!claimed) throw new Error('The call was not claimed');
  await database.system
    .updateTable('call_sessions')
    .set({ measured_seconds: seconds })
    .where('call_id', '=', ringing.callId)
    .execute();
  return { callId: ringing.callId, gatewayId: holder, claimed };
}

describe('the minutes of a trial', () => {
  it('admit one of forty calls at once when there is one left', { timeout: 60_000 }, async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 59);
    expect(await callMany(world, 40)).toBe(1);
    expect(new Set(await reasons(world))).toEqual(new Set(['too_many_calls']));
    expect(await limitEvents(world.tenant.id)).toEqual([]);
  });

  it('are counted together for an agency and its sub-accounts, whoever is called', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', ...inTrial() });
    const system = { clock, settings: plans(null) };
    const [one, two] = [
      await createWorld(database, { tenant: { parent_tenant_id: agency.id }, system }),
      await createWorld(database, { tenant: { parent_tenant_id: agency.id }, system }),
    ];
    await use(agency.id, 57);
    const taken = await Promise.all([callMany(one, 6), callMany(two, 6)]);
    expect(taken[0] + taken[1]).toBe(3);
  });

  it('are set aside for test calls, too', async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 59);
    await startTestCall(world.ctx, world.agentId);
    expect((await call(world)).isTaken).toBe(false);
    await expect(startTestCall(world.ctx, world.agentId)).rejects.toThrow('Too many calls at the same time');
  });

  it('are free again when a call is over, or nobody came for it', async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 58);
    const { claimed, callId } = await hold(world, 20);
    await ring(world);
    expect((await call(world)).isTaken).toBe(false);
    // Its token has expired: no gateway may take it any more, and no process has to be alive to notice.
    clock.advance(60_001);
    await database.system
      .updateTable('call_sessions')
      .set({ measured_seconds: 20 })
      .where('call_id', '=', callId)
      .execute();
    expect((await call(world)).isTaken).toBe(true);
    expect((await call(world)).isTaken).toBe(false);
    await settleCall(claimed.ctx, callId, { status: 'failed', endReason: 'provider_refused', durationMs: 2000 });
    expect((await call(world)).isTaken).toBe(true);
  });

  it('that are used up are told of once', async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 60);
    expect(await callMany(world, 5)).toBe(0);
    expect(new Set(await reasons(world))).toEqual(new Set(['trial_over']));
    expect(await limitEvents(world.tenant.id)).toEqual([
      { payload: { limit: 'trial minutes', used: 60, allowed: 60 } },
    ]);
  });
});

describe('calls at once', () => {
  it('are as many as the plan has, and the caller hears why', async () => {
    const world = await createWorld(database, { system: { settings: plans(3) } });
    expect(await callMany(world, 8)).toBe(3);
    const { text } = await call(world);
    expect(text).toContain('all our lines are busy');
    expect(text).toContain('<Hangup/>');
  });

  it('leave a place for whoever calls', async () => {
    const world = await createWorld(database, { system: { settings: plans(3) } });
    const test = () => startTestCall(world.ctx, world.agentId);
    await Promise.all([test(), test()]);
    await expect(test()).rejects.toThrow('Too many calls at the same time');
    expect((await call(world)).isTaken).toBe(true);
    expect((await call(world)).isTaken).toBe(false);
  });

  it('of one account take no place of another', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'starter' });
    const system = { settings: plans(2) };
    const tenant = { parent_tenant_id: agency.id };
    const worlds = [await createWorld(database, { tenant, system }), await createWorld(database, { tenant, system })];
    expect(await Promise.all(worlds.map((world) => callMany(world, 4)))).toEqual([2, 2]);
  });

  it('that Twilio asks about twice are one', async () => {
    const world = await createWorld(database, { system: { settings: plans(1) } });
    const webhook = { CallSid: newCallSid(), From: CALLER, To: world.number, CallStatus: 'ringing' };
    const ask = () =>
      answerCall({ ctx: world.ctx, accountSid: world.accountSid }, { ...webhook, Direction: 'inbound' });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.every((text) => tokenIn(text) !== null)).toBe(true);
  });
});

describe('calls that run', () => {
  const unwanted = (world: World, gatewayId: string) => findCallsToEnd(world.system, gatewayId);
  const change = (id: string, set: { suspended_at?: Date | null; is_active?: boolean }) =>
    database.system.updateTable('tenants').set(set).where('id', '=', id).execute();

  it('go on while their account may', async () => {
    const world = await trialWorld();
    const { gatewayId } = await hold(world, 59);
    expect(await unwanted(world, gatewayId)).toEqual([]);
  });

  it.each([
    ['suspended', { suspended_at: new Date() }],
    ['deactivated', { is_active: false }],
  ])('end when their account, or its agency, is %s', async (_name, set) => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const world = await createWorld(database, { tenant: { parent_tenant_id: agency.id } });
    const { call: ringing, gatewayId } = await startCall(world);
    const ended = [{ callId: ringing.callId, reason: 'account_suspended' }];
    for (const id of [world.tenant.id, agency.id]) {
      await change(id, set);
      expect(await unwanted(world, gatewayId)).toEqual(ended);
      await change(id, { suspended_at: null, is_active: true });
      expect(await unwanted(world, gatewayId)).toEqual([]);
    }
  });

  it('are looked at as soon as that happens, however it is done', async () => {
    const world = await createWorld(database);
    const listener = new Client({ connectionString: database.connectionString });
    await listener.connect();
    try {
      const told: unknown[] = [];
      listener.on('notification', ({ payload }) => {
        // That calls would come may be told as late as this.
        if (payload?.includes('"coming"') === false) told.push(JSON.parse(payload));
      });
      await listener.query('LISTEN calls');
      await change(world.tenant.id, { suspended_at: new Date() });
      await expect.poll(() => told).toEqual([{ news: 'account_changed', tenantId: world.tenant.id }]);
    } finally {
      await listener.end();
    }
  });

  it('end before they begin a minute that the trial does not have; the first to begin one gets it', async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 57);
    const { gatewayId, callId: first } = await hold(world, 55);
    const { callId: second } = await hold(world, 50, gatewayId);
    // Two have begun their only minute, and one is free.
    expect(await unwanted(world, gatewayId)).toEqual([{ callId: second, reason: 'minutes_used_up' }]);
    expect(await limitEvents(world.tenant.id)).toHaveLength(1);
    // The place of the other is not given to somebody who calls now.
    expect((await call(world)).isTaken).toBe(false);
    const [later] = await unwanted(world, gatewayId);
    expect(later?.callId).not.toBe(first);
    expect(await limitEvents(world.tenant.id)).toHaveLength(1);
  });

  it('of other gateways are not theirs to end', async () => {
    const world = await trialWorld();
    await use(world.tenant.id, 59);
    const { callId, gatewayId } = await hold(world, 55);
    const other = await startGateway(world);
    expect(await unwanted(world, other)).toEqual([]);
    expect(await unwanted(world, gatewayId)).toEqual([{ callId, reason: 'minutes_used_up' }]);
  });

  it('end with the trial’s last day, but not when the account has subscribed', async () => {
    const world = await trialWorld();
    const { callId, gatewayId } = await hold(world, 5);
    clock.advance(2 * 86_400_000);
    expect(await unwanted(world, gatewayId)).toEqual([{ callId, reason: 'minutes_used_up' }]);
    await database.system
      .updateTable('tenants')
      .set({ stripe_subscription_id: 'sub_1' })
      .where('id', '=', world.tenant.id)
      .execute();
    expect(await unwanted(world, gatewayId)).toEqual([]);
  });

  it('are billed at least for what their gateway last measured', async () => {
    const world = await createWorld(database);
    const { call: ringing, gatewayId } = await startCall(world);
    const beat = (seconds: number) =>
      gatewayHeartbeat(world.system, { gatewayId, calls: [{ callId: ringing.callId, seconds }], draining: false });
    await beat(61.4);
    await beat(3);
    const session = await database.system
      .selectFrom('call_sessions')
      .select('measured_seconds')
      .where('call_id', '=', ringing.callId)
      .executeTakeFirst();
    expect(session?.measured_seconds).toBe(61);
  });
});
