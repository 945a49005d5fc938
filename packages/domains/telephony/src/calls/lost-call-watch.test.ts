import { useDatabase } from '@leadlock/testing/use-database';
import { expect, it } from 'vitest';
import { startCall } from '../../test/gateway-calls.ts';
import { callRow, createWorld } from '../../test/world.ts';
import { createLostCallWatch } from './lost-call-watch.ts';
import { sweepLostCalls } from './sweep-lost-calls.ts';

const database = await useDatabase();

/** A call whose gateway was last heard of long ago, as the database has it. */
async function startSilentCall() {
  const started = await startCall(await createWorld(database));
  const { world, gatewayId, call } = started;
  world.carrier.fetchCall = (_credentials, sid) => Promise.resolve({ sid, status: 'completed', durationSeconds: 9 });
  const silence = (seconds: number) =>
    database.system
      .updateTable('gateways')
      .set({ last_seen_at: new Date(Date.now() - seconds * 1000) })
      .where('id', '=', gatewayId)
      .execute();
  await silence(60);
  return { ...started, silence, isClosed: async () => (await callRow(world, call.callSid)).ended_at !== null };
}

it('gives gateways their time when it begins to look, and when the database was away', async () => {
  const { world, isClosed } = await startSilentCall();
  let at = 0;
  const watch = createLostCallWatch(() => at);
  // It has only begun to look: the gateway may not have been able to report.
  await watch.sweep(world.system);
  expect(await isClosed()).toBe(false);
  // Nothing was swept for a while, and the gateway is as silent as before.
  at += 12_000;
  await watch.sweep(world.system);
  expect(await isClosed()).toBe(false);
});

it('closes the calls of gateways that could have been heard all the while', async () => {
  const { world, isClosed } = await startSilentCall();
  await sweepLostCalls(world.system, { watchedSince: new Date(Date.now() - 10_000) });
  expect(await isClosed()).toBe(false);
  await sweepLostCalls(world.system, { watchedSince: new Date(Date.now() - 20_000) });
  expect(await isClosed()).toBe(true);
});
