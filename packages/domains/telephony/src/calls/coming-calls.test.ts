import { listen } from '@leadlock/db/listen';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, claim } from '../../test/gateway-calls.ts';
import { createWorld, ring, type World } from '../../test/world.ts';
import { CALLS_CHANNEL, readCallMessage, type CallMessage } from './call-channel.ts';
import { completeCall } from './complete-call.ts';
import { gatewayHeartbeat } from './gateways.ts';
import { prepareCall } from './set-up-call.ts';

const database = await useDatabase();
let world: World;
let heard: CallMessage[];
let stop: () => Promise<void>;

beforeEach(async () => {
  world = await createWorld(database);
  await world.system.db.deleteFrom('gateways').execute();
  heard = [];
  const listening = Promise.withResolvers<void>();
  const listener = listen({
    connectionString: database.connectionString,
    channel: CALLS_CHANNEL,
    onNotification: (payload) => heard.push(readCallMessage(payload)),
    onListening: listening.resolve,
    onError: listening.reject,
  });
  stop = () => listener.close();
  await listening.promise;
});
afterEach(() => stop());

describe('a call that comes', () => {
  it('is announced to the gateway that takes calls, where it is the only one', async () => {
    const draining = await startGateway(world);
    await gatewayHeartbeat(world.system, { gatewayId: draining, calls: [], draining: true });
    const gatewayId = await startGateway(world);
    const { callId } = await ring(world);
    await expect.poll(() => heard).toEqual([{ news: 'coming', callId, gatewayId }]);
  });

  it('is announced to none of several: the carrier may reach any of them', async () => {
    await startGateway(world);
    await startGateway(world);
    await ring(world);
    await world.system.db.deleteFrom('gateways').execute();
    const gatewayId = await startGateway(world);
    const { callId } = await ring(world);
    await expect.poll(() => heard).toEqual([{ news: 'coming', callId, gatewayId }]);
  });
});

describe('how a call will be held', () => {
  it('is what whoever claims it is told', async () => {
    const call = await ring(world);
    const prepared = await prepareCall(world.system, call.callId);
    const claimed = await claim(world, call, await startGateway(world));
    expect(prepared?.session.voice).toBe(claimed?.session.voice);
    expect(prepared).toMatchObject({
      providerName: claimed?.providerName,
      greeting: claimed?.greeting,
      speaksFirst: claimed?.speaksFirst,
    });
  });

  it('is not told of a call that somebody holds, or that is over, or that is none', async () => {
    const held = await ring(world);
    await claim(world, held, await startGateway(world));
    expect(await prepareCall(world.system, held.callId)).toBeNull();
    const over = await ring(world);
    await completeCall(world.ctx, over.callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await prepareCall(world.system, over.callId)).toBeNull();
    expect(await prepareCall(world.system, world.tenant.id)).toBeNull();
  });
});
