import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { createApiKey } from '@leadlock/identity/api-keys';
import { readStream, signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { createWorld, newCallSid } from '../../test/world.ts';
import { callsRouter } from './router.ts';

let over: string;
let running: string;
const database = await useDatabase();
const world = await createWorld(database, { tenant: { tenant_type: 'agency', plan: 'agency' } });
const api = await useOperations(router({ calls: callsRouter }), world.system);
const sub = await createTenant(database, { parent_tenant_id: world.tenant.id });
beforeAll(async () => {
  over = await addCall(new Date());
  running = await addCall(null);
});

async function addCall(endedAt: Date | null): Promise<string> {
  const id = newId();
  await database.system
    .insertInto('call_logs')
    .values({
      tenant_id: sub.id,
      id,
      twilio_call_sid: newCallSid(),
      direction: 'inbound',
      from_number: '+12125550123',
      to_number: '+14155550100',
      status: endedAt === null ? 'in-progress' : 'completed',
      started_at: new Date(),
      ended_at: endedAt,
      cost_cents: 12,
      metadata: JSON.stringify({ end_reason: 'caller_hangup', usage: { inputAudioTokens: 9 }, cost_lines: [{}] }),
    })
    .execute();
  return id;
}

async function keyOfSub(): Promise<string> {
  const person = { type: 'user', userId: newId(), role: 'owner', isSuperAdmin: false } as const;
  const { plaintext_key } = await createApiKey(forTenant(world.system, sub, person), { name: 'Key' });
  return plaintext_key;
}

/** All that can be read of the calls, as text. */
async function readAll(token: string, subAccountId?: string): Promise<string[]> {
  const headers = subAccountId === undefined ? undefined : { 'x-sub-account-id': subAccountId };
  const get = async (path: string) => {
    const { status, body } = await api.request('GET', path, { token, headers });
    expect(status).toBe(200);
    return JSON.stringify(body);
  };
  const first = async (path: string) => {
    const stream = await readStream(api.url + path, token, headers);
    const event = JSON.stringify(await stream.next());
    stream.leave();
    return event;
  };
  return [
    await get('/calls'),
    await get('/calls/search'),
    await get(`/calls/${over}`),
    await first(`/calls/${over}/events`),
    await first('/calls/events'),
  ];
}

const exportedCosts = async (token: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${api.url}/calls/export`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return parse<{ cost_cents: string }>(await response.text(), { columns: true }).map(({ cost_cents }) => cost_cents);
};

it('shows what calls cost to the agency, and to nobody of its sub-account', async () => {
  const agency = await signIn(world.system, world.tenant);
  for (const text of await readAll(agency, sub.id)) expect(text).toContain('"cost_cents":12');
  expect(await exportedCosts(agency, { 'x-sub-account-id': sub.id })).toEqual(['12', '12']);

  for (const token of [await signIn(world.system, sub), await keyOfSub()]) {
    for (const text of await readAll(token)) {
      expect(text).toMatch(new RegExp(`${over}|${running}`));
      expect(text).toContain('"cost_cents":null');
      expect(text).not.toMatch(/"cost_cents":\d|cost_lines|inputAudioTokens/);
    }
    expect(await exportedCosts(token)).toEqual(['', '']);
  }
});

it('leaves the rest of what is known of a call', async () => {
  const { body } = await api.request('GET', `/calls/${over}`, { token: await signIn(world.system, sub) });
  expect(body).toMatchObject({ metadata: { end_reason: 'caller_hangup' } });
});
