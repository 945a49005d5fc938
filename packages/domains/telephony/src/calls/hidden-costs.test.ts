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
      billable_minutes: endedAt === null ? null : 2,
      price_per_minute_cents: endedAt === null ? null : 10,
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

it('shows what vendors charge to owners and admins of the agency, and to nobody of its sub-account', async () => {
  const agency = await signIn(world.system, world.tenant);
  for (const text of await readAll(agency, sub.id)) expect(text).toContain('"cost_cents":12');
  expect(await exportedCosts(agency, { 'x-sub-account-id': sub.id })).toEqual(['12', '12']);

  const member = await signIn(world.system, world.tenant, { role: 'member' });
  for (const [token, named] of [[await signIn(world.system, sub)], [await keyOfSub()], [member, sub.id]] as const) {
    for (const text of await readAll(token, named)) {
      expect(text).toMatch(new RegExp(`${over}|${running}`));
      expect(text).toContain('"cost_cents":null');
      expect(text).not.toMatch(/"cost_cents":\d|cost_lines|inputAudioTokens/);
    }
    expect(await exportedCosts(token, named === undefined ? {} : { 'x-sub-account-id': named })).toEqual(['', '']);
  }
});

it('leaves the rest of what is known of a call', async () => {
  const { body } = await api.request('GET', `/calls/${over}`, { token: await signIn(world.system, sub) });
  expect(body).toMatchObject({ metadata: { end_reason: 'caller_hangup' } });
});

it('shows everybody the one price of a call: what is billed for it', async () => {
  const late = await addCall(new Date());
  // From before calls kept their price: what is billed, and not what was taken back.
  await database.system.updateTable('call_logs').set({ price_per_minute_cents: null }).where('id', '=', late).execute();
  const record = {
    tenant_id: sub.id,
    kind: 'voice',
    call_id: late,
    direction: 'inbound',
    provider: 'xai',
    quantity: 2,
    unit: 'minute',
    occurred_at: new Date(),
  };
  const first = newId();
  await database.system
    .insertInto('usage_records')
    .values([
      { ...record, id: first, revenue_cents: 90, revision: 0 },
      { ...record, id: newId(), revenue_cents: -90, revision: 0, reverses: first },
      { ...record, id: newId(), revenue_cents: 30, revision: 1 },
    ])
    .execute();
  const prices = { [over]: 20, [running]: null, [late]: 30 };
  for (const token of [await signIn(world.system, sub), await signIn(world.system, sub, { role: 'member' })]) {
    const { body } = await api.request('GET', '/calls/search', { token });
    const { calls } = body as { calls: { id: string; price_cents: number | null }[] };
    expect(Object.fromEntries(calls.map(({ id, price_cents }) => [id, price_cents]))).toEqual(prices);
    for (const [id, price] of Object.entries(prices)) {
      expect((await api.request('GET', `/calls/${id}`, { token })).body).toMatchObject({ price_cents: price });
    }
    const csv = await (
      await fetch(`${api.url}/calls/export`, { headers: { authorization: `Bearer ${token}` } })
    ).text();
    const rows = parse<{ id: string; price_cents: string }>(csv, { columns: true, bom: true });
    expect(
      Object.fromEntries(rows.map(({ id, price_cents }) => [id, price_cents === '' ? null : Number(price_cents)])),
    ).toEqual(prices);
  }
});
