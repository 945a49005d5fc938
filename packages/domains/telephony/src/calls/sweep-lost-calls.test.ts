import { ProviderError, type CarrierCall } from '@leadlock/providers/contracts';
import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld, ring, traces, type World } from '../../test/world.ts';
import { gatewayHeartbeat } from './gateways.ts';
import { sweepLostCalls } from './sweep-lost-calls.ts';

const database = await useDatabase();

const clock = createMovableClock();
const createTimedWorld = () => createWorld(database, { system: { clock } });
const startTimedCall = async () => startCall(await createTimedWorld());

describe('the sweep', () => {
  const age = (gatewayId: string, seconds: number) =>
    database.system
      .updateTable('gateways')
      .set({ last_seen_at: new Date(Date.now() - seconds * 1000) })
      .where('id', '=', gatewayId)
      .execute();

  /** Makes the carrier know one thing about calls, and counts the hang-ups. */
  function carrierSays(world: World, truth: Omit<CarrierCall, 'sid'> | ProviderError): { ended: string[] } {
    const ended: string[] = [];
    world.carrier.fetchCall = (_credentials, sid) =>
      truth instanceof ProviderError ? Promise.reject(truth) : Promise.resolve({ sid, ...truth });
    world.carrier.endCall = (_credentials, sid) => {
      ended.push(sid);
      return Promise.resolve();
    };
    return { ended };
  }

  it('closes and bills a dead gateway’s call once, with the carrier’s truth', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    carrierSays(world, { status: 'completed', durationSeconds: 75 });
    await age(gatewayId, 16);
    await Promise.all([sweepLostCalls(world.system), sweepLostCalls(world.system)]);
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'completed',
      end_reason: 'gateway_lost',
      duration_seconds: 75,
      billable_minutes: 2,
    });
    const { usage, eventTypes } = await traces(world, call.callId);
    expect(usage).toMatchObject([{ quantity: 2 }]);
    expect(eventTypes).toEqual(['call.started', 'call.completed']);
  });

  it('goes on behind calls that it cannot close', async () => {
    const stuck = await startTimedCall();
    const { world, call, gatewayId } = await startTimedCall();
    const gone = new ProviderError('not found', { provider: 'twilio', status: 404 });
    world.carrier.fetchCall = (_credentials, sid) =>
      sid === stuck.call.callSid ? Promise.reject(new Error('a fault of ours')) : Promise.reject(gone);
    await age(gatewayId, 16);
    await age(stuck.gatewayId, 16);
    // The one that cannot be closed is the oldest.
    const started_at = new Date(Date.now() - 86_400_000);
    await database.system.updateTable('call_logs').set({ started_at }).where('id', '=', stuck.call.callId).execute();
    await sweepLostCalls(world.system, { batch: 1 });
    await sweepLostCalls(world.system, { batch: 1 });
    expect((await callRow(world, stuck.call.callSid)).ended_at).toBeNull();
    expect((await callRow(world, call.callSid)).ended_at).not.toBeNull();
    // It is tried again, and closed once that works.
    world.carrier.fetchCall = () => Promise.reject(gone);
    await sweepLostCalls(world.system, { batch: 1 });
    expect((await callRow(world, stuck.call.callSid)).ended_at).not.toBeNull();
  });

  it('works on several calls at once, and beside other sweeps on different ones', async () => {
    const world = await createTimedWorld();
    const gatewayIds: string[] = [];
    const asked: string[] = [];
    for (let count = 0; count < 4; count += 1) gatewayIds.push((await startCall(world)).gatewayId);
    const allAreAsked = Promise.withResolvers<void>();
    world.carrier.fetchCall = async (_credentials, sid) => {
      asked.push(sid);
      if (asked.length === gatewayIds.length) allAreAsked.resolve();
      await allAreAsked.promise;
      return { sid, status: 'completed', durationSeconds: 5 };
    };
    for (const gatewayId of gatewayIds) await age(gatewayId, 16);
    const sweep = () => sweepLostCalls(world.system, { batch: 2 });
    expect(await Promise.all([sweep(), sweep()])).toEqual([2, 2]);
    expect(new Set(asked).size).toBe(4);
    expect(asked).toHaveLength(4);
  });

  it('hangs up a call that still runs, and bills it until its gateway was last heard of', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    const { ended } = carrierSays(world, { status: 'in-progress', durationSeconds: null });
    const lastSeen = new Date(Date.now() - 20_000);
    await database.system.updateTable('gateways').set({ last_seen_at: lastSeen }).where('id', '=', gatewayId).execute();
    await database.system
      .updateTable('call_logs')
      .set({ answered_at: new Date(lastSeen.getTime() - 62_000) })
      .where('id', '=', call.callId)
      .execute();
    await sweepLostCalls(world.system);
    expect(ended).toContain(call.callSid);
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      end_reason: 'gateway_lost',
      duration_seconds: 62,
    });
  });

  it('leaves alone what a living gateway holds and what has only just rung', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    const ringing = await ring(world);
    await gatewayHeartbeat(world.system, { gatewayId, calls: [{ callId: call.callId, seconds: 1 }], draining: false });
    await sweepLostCalls(world.system);
    expect((await callRow(world, call.callSid)).ended_at).toBeNull();
    expect((await callRow(world, ringing.callSid)).ended_at).toBeNull();
  });

  it('closes a call that no gateway has taken for two minutes, for nothing', async () => {
    const world = await createTimedWorld();
    const call = await ring(world);
    carrierSays(world, { status: 'completed', durationSeconds: 4 });
    await database.system
      .updateTable('call_logs')
      .set({ started_at: new Date(Date.now() - 121_000) })
      .where('id', '=', call.callId)
      .execute();
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      end_reason: 'never_connected',
      duration_seconds: 0,
      billable_minutes: 0,
      cost_cents: 0,
    });
    expect((await traces(world, call.callId)).usage).toMatchObject([{ quantity: 0, revenue_cents: 0 }]);
  });

  it('closes a call that its living gateway does not hold any more', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    carrierSays(world, { status: 'completed', durationSeconds: 5 });
    await database.system
      .updateTable('call_sessions')
      .set({ claimed_at: new Date(Date.now() - 20_000) })
      .where('call_id', '=', call.callId)
      .execute();
    await gatewayHeartbeat(world.system, { gatewayId, calls: [], draining: false });
    await sweepLostCalls(world.system);
    expect((await callRow(world, call.callSid)).status).toBe('completed');
  });

  it('waits for a carrier that is down, but not for one that knows nothing', async () => {
    const { world, call, gatewayId } = await startTimedCall();
    await age(gatewayId, 16);
    carrierSays(world, new ProviderError('Twilio did not answer in time', { provider: 'twilio' }));
    await sweepLostCalls(world.system);
    expect((await callRow(world, call.callSid)).ended_at).toBeNull();
    carrierSays(world, new ProviderError('not found', { provider: 'twilio', status: 404, code: '20404' }));
    await sweepLostCalls(world.system);
    expect(await callRow(world, call.callSid)).toMatchObject({ status: 'failed', end_reason: 'gateway_lost' });
  });
});
