import { listen } from '@leadlock/db/listen';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, claim } from '../../test/gateway-calls.ts';
import { callRow, createWorld, newCallSid, ring, tokenIn, CALLER, type World } from '../../test/world.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { answerCall } from '../twilio-webhooks/answer-call.ts';
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

/** What the carrier is told to do with a call. */
const answer = (callSid: string): Promise<string> =>
  answerCall(
    { ctx: world.ctx, accountSid: world.accountSid },
    { CallSid: callSid, From: CALLER, To: world.number, CallStatus: 'ringing', Direction: 'inbound' },
  );

describe('a call that comes', () => {
  it('is announced to the gateway that takes calls, where it is the only one', async () => {
    const draining = await startGateway(world);
    await gatewayHeartbeat(world.system, { gatewayId: draining, calls: [], draining: true });
    const gatewayId = await startGateway(world);
    const call = await ring(world);
    await claim(world, call, gatewayId);
    const { callId } = await ring(world);
    await expect
      .poll(() => heard)
      .toEqual([call.callId, callId].map((id) => ({ news: 'coming', callId: id, gatewayId })));
  });

  it.each([
    ['of which one has no address of its own', ['wss://g1.gateway.example.com', null]],
    ['with the same address', ['wss://g1.gateway.example.com', 'wss://g1.gateway.example.com']],
  ])('is announced to none of several %s: the carrier may reach any of them', async (_, addresses) => {
    for (const ownUrl of addresses) await startGateway(world, ownUrl);
    const twiml = await answer(newCallSid());
    expect(twiml).toContain('url="wss://gateway.example.com/media"');
    expect(twiml).not.toContain('Redirect');
    await world.system.db.deleteFrom('gateways').execute();
    const gatewayId = await startGateway(world);
    const { callId } = await ring(world);
    await expect.poll(() => heard).toEqual([{ news: 'coming', callId, gatewayId }]);
  });

  it('is sent to the less busy of two gateways with addresses of their own, which alone is told', async () => {
    const busy = await startGateway(world, 'wss://g1.gateway.example.com');
    const { callId: held } = await ring(world);
    const calls = [{ callId: held, seconds: 1 }];
    await gatewayHeartbeat(world.system, {
      gatewayId: busy,
      ownUrl: 'wss://g1.gateway.example.com',
      calls,
      draining: false,
    });
    const idle = await startGateway(world, 'wss://g2.gateway.example.com');
    const callSid = newCallSid();
    const twiml = await answer(callSid);
    expect(twiml).toContain('url="wss://g2.gateway.example.com/media"');
    expect(twiml).toContain(
      `<Redirect method="POST">https://api.example.com/webhooks/twilio/${world.tenant.id}/voice</Redirect>`,
    );
    const { id: callId } = await callRow(world, callSid);
    // Announcements are coalesced: those of the first call may still be on their way.
    await expect
      .poll(() => heard)
      .toEqual([
        { news: 'coming', callId: held, gatewayId: busy },
        { news: 'coming', callId, gatewayId: idle },
      ]);
  });

  it('goes to any gateway, and is announced to no other, when the one that expects it is not there', async () => {
    const gone = await startGateway(world, 'wss://g1.gateway.example.com');
    const callSid = newCallSid();
    await answer(callSid);
    const { id: callId } = await callRow(world, callSid);
    const other = await startGateway(world, 'wss://g2.gateway.example.com');
    const again = await answer(callSid);
    expect(again).toContain('url="wss://gateway.example.com/media"');
    expect(again).not.toContain('Redirect');
    expect(await claim(world, { callId, callSid, token: tokenIn(again) ?? '' }, other)).not.toBeNull();
    await expect
      .poll(() => heard)
      .toEqual([
        { news: 'coming', callId, gatewayId: gone },
        { news: 'went_elsewhere', callId, gatewayId: gone },
      ]);
    expect(await answer(callSid), 'once the stream is over').toContain('<Hangup/>');
  });

  it('from a browser is announced and sent like one from a phone', async () => {
    const gatewayId = await startGateway(world, 'wss://g1.gateway.example.com');
    const { call_id: callId, url } = await startTestCall(world.ctx, world.agentId);
    expect(url).toBe('wss://g1.gateway.example.com/browser');
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

  it('is the same to whoever claims it a minute of the clock later', async () => {
    const call = await ring(world);
    const prepared = await prepareCall(world.system, call.callId);
    const later = { ...world.system, clock: { now: () => new Date(world.system.clock.now().getTime() + 50_000) } };
    const claimed = await claim({ ...world, system: later }, call, await startGateway(world));
    expect(claimed?.session).toEqual(prepared?.session);
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
