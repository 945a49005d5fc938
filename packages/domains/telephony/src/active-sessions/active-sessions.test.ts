import { serveOperations, signIn } from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { createWorld, ring } from '../../test/world.ts';
import { completeCall } from '../calls/complete-call.ts';
import { activeSessionsRouter } from './router.ts';
import type { ActiveSessions } from './schemas.ts';

const database = await useDatabase();

async function serve() {
  const world = await createWorld(database);
  const api = await serveOperations(activeSessionsRouter, world.system);
  const operators = await createTenant(database);
  const root = await signIn(world.system, operators, { is_super_admin: true });
  const owner = await signIn(world.system, world.tenant, { role: 'owner' });
  return { world, api, root, owner };
}

const hear = async (channel: string) => {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  const heard: unknown[] = [];
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? 'null')));
  await client.query(`LISTEN ${channel}`);
  return { heard, close: () => client.end() };
};

it('lists the calls that gateways hold, whosever they are, and drops the voice of one', async () => {
  const { world, api, root } = await serve();
  const { call, gatewayId } = await startCall(world);
  const waiting = await ring(world);
  const other = await createWorld(database);
  const { call: theirs } = await startCall(other);
  const { status, body } = await api.request('GET', '/test/active-sessions', { token: root });
  expect(status).toBe(200);
  const { sessions, total } = body as ActiveSessions;
  expect(total).toBe(sessions.length);
  expect(sessions).toContainEqual(
    expect.objectContaining({
      call_sid: call.callSid,
      call_id: call.callId,
      tenant_id: world.tenant.id,
      voice_provider: 'local',
      gateway_id: gatewayId,
    }),
  );
  const sids = sessions.map(({ call_sid }) => call_sid);
  expect(sids).toContain(theirs.callSid);
  expect(sids).not.toContain(waiting.callSid);

  const news = await hear('calls');
  const killed = await api.request('POST', `/test/kill-xai/${theirs.callSid}`, { token: root });
  expect(killed).toMatchObject({ status: 200, body: { call_id: theirs.callId, killed: true } });
  await expect.poll(() => news.heard).toContainEqual({ news: 'kill_voice', callId: theirs.callId });
  await news.close();
  for (const sid of [waiting.callSid, `CA${'0'.repeat(32)}`, 'x']) {
    expect((await api.request('POST', `/test/kill-xai/${sid}`, { token: root })).status).toBe(404);
  }
  await completeCall(other.ctx, theirs.callId, { status: 'completed', endReason: 'caller_hangup' });
  expect((await api.request('POST', `/test/kill-xai/${theirs.callSid}`, { token: root })).status).toBe(404);
  expect((await api.request('POST', `/test/kill-xai/${'x'.repeat(65)}`, { token: root })).status).toBe(422);
  await api.close();
});

it('is for super admins alone, also about one’s own calls', async () => {
  const { world, api, owner } = await serve();
  const { call } = await startCall(world);
  expect((await api.request('GET', '/test/active-sessions', { token: owner })).status).toBe(403);
  expect((await api.request('POST', `/test/kill-xai/${call.callSid}`, { token: owner })).status).toBe(403);
  expect((await api.request('GET', '/test/active-sessions')).status).toBe(401);
  await api.close();
});
