import { serveOperations, signIn } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, it } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { testCallsRouter } from './router.ts';

const database = await useDatabase();
const pcm = (seconds: number): string => Buffer.alloc(seconds * 48_000).toString('base64');

async function serve() {
  // Nothing listens there.
  const world = await createWorld(database, { system: { settings: { publicGatewayUrl: 'ws://127.0.0.1:1' } } });
  const api = await serveOperations(testCallsRouter, world.system);
  const token = await signIn(world.system, world.tenant);
  const ask = (agentId: string, audio: string, more: { token?: string } = { token }) =>
    api.request('POST', '/agents/test/voice', { ...more, body: { agent_id: agentId, audio_base64: audio } });
  const calls = () =>
    database.system.selectFrom('call_logs').select('direction').where('tenant_id', '=', world.tenant.id).execute();
  return { world, api, ask, calls };
}

it('refuses what is no question, another account’s agent, and nobody in particular', async () => {
  const { world, api, ask, calls } = await serve();
  const other = await createWorld(database);
  for (const audio of ['', 'not base64!', pcm(0.1), pcm(31), Buffer.alloc(9_601).toString('base64')]) {
    expect((await ask(world.agentId, audio)).status).toBe(422);
  }
  expect((await ask(other.agentId, pcm(1))).status).toBe(404);
  expect((await ask(world.agentId, pcm(1), {})).status).toBe(401);
  expect(await calls()).toEqual([]);
  await api.close();
});

it('says so when there is no voice service, and the call is there to be closed', async () => {
  const { world, api, ask, calls } = await serve();
  await expect(ask(world.agentId, pcm(1))).rejects.toMatchObject({ kind: 'upstream' });
  expect(await calls()).toEqual([{ direction: 'test' }]);
  await api.close();
});
