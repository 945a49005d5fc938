import { newId } from '@leadlock/core/ids';
import { listen } from '@leadlock/db/listen';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import {
  readStream,
  serveOperations,
  signIn,
  type EventReader,
  type OperationsServer,
} from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { claimAccepted } from '../../test/gateway-calls.ts';
import { createWorld, ring, type RingingCall, type World } from '../../test/world.ts';
import { CALLS_CHANNEL, readCallMessage, type CallMessage } from './call-channel.ts';
import type { ClaimedCall } from './claim-call.ts';
import { completeCall } from './complete-call.ts';
import { callsRouter } from './router.ts';
import { saveTranscript } from './save-transcript.ts';

const closers: (() => unknown)[] = [];
const database = await useDatabase();
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function serve(world: World) {
  const server: OperationsServer = await serveOperations(router({ calls: callsRouter }), world.system);
  closers.push(() => server.close());
  const token = await signIn(world.system, world.tenant, { role: 'member' });
  const watch = async (path: string, as = token, headers?: Record<string, string>): Promise<EventReader> => {
    const stream = await readStream(server.url + path, as, headers);
    closers.push(() => stream.leave());
    return stream;
  };
  const post = (path: string, as = token) => server.request('POST', path, { token: as });
  return { server, token, watch, post };
}

async function answer(world: World, call: RingingCall): Promise<ClaimedCall> {
  const input = { token: call.token, callSid: call.callSid, streamSid: 'MZ1', gatewayId: newId() };
  const claimed = await claimAccepted(world.system, input);
  if (!claimed) throw new Error('The call was not claimed');
  return claimed;
}

const turn = (content: string) => ({
  role: 'user' as const,
  content,
  started_at: '2026-11-24T15:04:05.000Z',
  ended_at: '2026-11-24T15:04:06.000Z',
});

describe('GET /calls/{call_id}/events', () => {
  it('shows a call from its ringing over each turn, within a second, to its end, and ends with it', async () => {
    const world = await createWorld(database);
    const { watch } = await serve(world);
    const ringing = await ring(world);
    const stream = await watch(`/calls/${ringing.callId}/events`);
    expect(await stream.next()).toMatchObject({ id: ringing.callId, status: 'ringing', transcript: null });

    const { ctx } = await answer(world, ringing);
    expect(await stream.next()).toMatchObject({ status: 'in-progress' });

    await saveTranscript(ctx, ringing.callId, [turn('Hello?')]);
    const savedAt = performance.now();
    expect(await stream.next()).toMatchObject({ transcript: [{ content: 'Hello?' }] });
    expect(performance.now() - savedAt).toBeLessThan(1_000);

    await completeCall(ctx, ringing.callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await stream.next()).toMatchObject({ status: 'completed', metadata: { end_reason: 'caller_hangup' } });
    expect(await stream.next()).toBeNull();
  });

  it('shows a call that is over once', async () => {
    const world = await createWorld(database);
    const { watch } = await serve(world);
    const { callId } = await ring(world);
    await completeCall(world.ctx, callId, { status: 'failed', endReason: 'gateway_lost' });
    const stream = await watch(`/calls/${callId}/events`);
    expect(await stream.next()).toMatchObject({ id: callId, status: 'failed' });
    expect(await stream.next()).toBeNull();
  });

  it('shows what changed while the connection for changes was down', async () => {
    const world = await createWorld(database);
    const { watch } = await serve(world);
    const ringing = await ring(world);
    const stream = await watch(`/calls/${ringing.callId}/events`);
    await stream.next();
    const owner = connectAsOwner(ownerUrlOf(database));
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(owner);
    await owner.destroy();
    await completeCall(world.ctx, ringing.callId, { status: 'no-answer', endReason: 'no-answer' });
    expect(await stream.next()).toMatchObject({ status: 'no-answer' });
    expect(await stream.next()).toBeNull();
  });

  it('goes on where a reader was: the same state is not told again, and a call that is over has no more to tell', async () => {
    const world = await createWorld(database);
    const { server, token, watch } = await serve(world);
    const ringing = await ring(world);
    const path = `/calls/${ringing.callId}/events`;
    const stream = await watch(path);
    await stream.next();
    const seen = { 'last-event-id': stream.lastId ?? '' };
    stream.leave();
    const again = await watch(path, token, seen);
    const { ctx } = await answer(world, ringing);
    expect(await again.next()).toMatchObject({ status: 'in-progress' });
    again.leave();
    await completeCall(ctx, ringing.callId, { status: 'completed', endReason: 'caller_hangup' });
    const last = await watch(path, token, { 'last-event-id': again.lastId ?? '' });
    expect(await last.next()).toMatchObject({ status: 'completed' });
    expect(await last.next()).toBeNull();
    const over = await fetch(server.url + path, {
      headers: { authorization: `Bearer ${token}`, 'last-event-id': last.lastId ?? '' },
    });
    expect([over.status, await over.text()]).toEqual([204, '']);
  });

  it('is there for nobody without a call of their own', async () => {
    const world = await createWorld(database);
    const { server, token } = await serve(world);
    const foreign = await ring(await createWorld(database));
    for (const id of [foreign.callId, newId(), 'x']) {
      expect(await server.request('GET', `/calls/${id}/events`, { token })).toMatchObject({
        status: 404,
        body: { detail: 'Call not found' },
      });
    }
    expect((await server.request('GET', `/calls/${foreign.callId}/events`)).status).toBe(401);
  });
});

describe('GET /calls/events', () => {
  it('tells of the calls that run, then of those that begin, change and end, without what is said', async () => {
    const world = await createWorld(database);
    const { watch } = await serve(world);
    const before = await ring(world);
    const stream = await watch('/calls/events');
    expect(await stream.untilComment('listening')).toMatchObject([{ id: before.callId, status: 'ringing' }]);

    const { callId, ...call } = await ring(world);
    const begun = await stream.next();
    expect(begun).toMatchObject({ id: callId, status: 'ringing', agent_name: 'Front desk', direction: 'inbound' });
    expect(begun).not.toHaveProperty('transcript');
    const { ctx } = await answer(world, { callId, ...call });
    expect(await stream.next()).toMatchObject({ id: callId, status: 'in-progress' });
    await saveTranscript(ctx, callId, [turn('Hello?')]);
    await completeCall(ctx, callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await stream.next()).toMatchObject({
      id: callId,
      status: 'completed',
      duration_seconds: expect.any(Number),
    });
  });

  it('tells a reader who connects again what began and ended meanwhile', async () => {
    const world = await createWorld(database);
    const { token, watch } = await serve(world);
    const stream = await watch('/calls/events');
    expect(await stream.untilComment('listening')).toEqual([]);
    stream.leave();
    const { callId, ...call } = await ring(world);
    const { ctx } = await answer(world, { callId, ...call });
    await completeCall(ctx, callId, { status: 'completed', endReason: 'caller_hangup' });

    const anew = await watch('/calls/events');
    expect(await anew.untilComment('listening')).toEqual([]);
    const again = await watch('/calls/events', token, { 'last-event-id': stream.lastId ?? '' });
    expect(await again.untilComment('listening')).toMatchObject([{ id: callId, status: 'completed' }]);
    const refused = await watch('/calls/events', token, { 'last-event-id': 'yesterday' });
    expect(refused.status).toBe(422);
  });

  it('tells nobody of another tenant’s calls, and an agency of a sub-account’s only when it is named', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const child = await createWorld(database, { tenant: { parent_tenant_id: agency.id } });
    const { server, watch } = await serve(child);
    const token = await signIn(child.system, agency);
    const stranger = await signIn(child.system, await createTenant(database));
    const own = await watch('/calls/events', token);
    const named = await watch('/calls/events', token, { 'x-sub-account-id': child.tenant.id });
    const foreign = await watch('/calls/events', stranger);
    for (const stream of [own, named, foreign]) expect(await stream.untilComment('listening')).toEqual([]);
    expect(
      (await server.request('GET', '/calls/events', { token: stranger, subAccountId: child.tenant.id })).status,
    ).toBe(403);

    const { callId } = await ring(child);
    expect(await named.next()).toMatchObject({ id: callId });
    const unheard = Promise.race([own.next(), foreign.next()]);
    const second = await ring(child);
    expect(await named.next()).toMatchObject({ id: second.callId });
    expect(await Promise.race([unheard, Promise.resolve('nothing')])).toBe('nothing');
    own.leave();
    foreign.leave();
    await unheard.catch(() => undefined);
  });
});

describe('POST /calls/{call_id}/end', () => {
  /** What gateways hear. */
  async function listenAsGateway() {
    const heard: CallMessage[] = [];
    const listening = Promise.withResolvers<void>();
    const listener = listen({
      connectionString: database.connectionString,
      channel: CALLS_CHANNEL,
      onNotification: (payload) => heard.push(readCallMessage(payload)),
      onListening: listening.resolve,
      onError: listening.reject,
    });
    closers.push(() => listener.close());
    await listening.promise;
    return heard;
  }

  it('asks the gateway of a call that runs to end it', async () => {
    const world = await createWorld(database);
    const { post } = await serve(world);
    const heard = await listenAsGateway();
    const ringing = await ring(world);
    await answer(world, ringing);
    const reply = await post(`/calls/${ringing.callId}/end`);
    expect(reply).toMatchObject({ status: 202, body: { id: ringing.callId, status: 'in-progress' } });
    await expect.poll(() => heard).toEqual([{ news: 'end', callId: ringing.callId }]);
  });

  it('refuses a call that does not run (yet, or any more), and another tenant’s', async () => {
    const world = await createWorld(database);
    const { post } = await serve(world);
    const ringing = await ring(world);
    const notRunning = { status: 409, body: { detail: 'This call is not active' } };
    expect(await post(`/calls/${ringing.callId}/end`)).toMatchObject(notRunning);
    await completeCall(world.ctx, ringing.callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await post(`/calls/${ringing.callId}/end`)).toMatchObject(notRunning);

    const other = await createWorld(database);
    const foreign = await ring(other);
    await answer(other, foreign);
    for (const id of [foreign.callId, newId(), 'x']) expect((await post(`/calls/${id}/end`)).status).toBe(404);
  });
});
