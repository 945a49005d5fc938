import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { readStream, signIn, type EventReader, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { recordEvent } from '../events/index.ts';
import { platformRouter } from '../router.ts';
import { watchEvents } from './watch-events.ts';

const readers: EventReader[] = [];
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(platformRouter, ctx);
afterEach(() => {
  for (const reader of readers.splice(0)) reader.leave();
});

async function watch(token: string, query = '', headers?: Record<string, string>): Promise<EventReader> {
  const reader = await readStream(`${api.url}/webhooks/events/stream${query}`, token, headers);
  readers.push(reader);
  return reader;
}

const optOut = (tenantId: string, phone_number: string): Promise<string> =>
  recordEvent(ctx, {
    tenantId,
    type: 'contact.opted_out',
    payload: { contact_id: null, phone_number, channel: 'sms' },
  });

const body = (phone_number: string) => ({
  type: 'contact.opted_out',
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  data: { contact_id: null, phone_number, channel: 'sms' },
});

it('sends what a webhook would get, from now on, to its own account', async () => {
  const [tenant, other] = [await createTenant(database), await createTenant(database)];
  await optOut(tenant.id, '+14155550100');
  const reader = await watch(await signIn(ctx, tenant, { role: 'admin' }));
  expect(await reader.untilComment('listening')).toEqual([]);
  await optOut(other.id, '+14155550101');
  const id = await optOut(tenant.id, '+14155550102');
  expect(await reader.next()).toEqual(body('+14155550102'));
  expect(reader.lastId).toBe(id);
});

it('goes on after the last event that a reader who connects again has seen, or where it began to listen', async () => {
  const tenant = await createTenant(database);
  const token = await signIn(ctx, tenant, { role: 'admin' });
  const reader = await watch(token);
  await reader.untilComment('listening');
  reader.leave();
  await optOut(tenant.id, '+14155550100');
  const second = await watch(token, '', { 'Last-Event-ID': reader.lastId ?? '' });
  expect(await second.next()).toEqual(body('+14155550100'));
  second.leave();
  const seen = second.lastId ?? '';
  const missed = await optOut(tenant.id, '+14155550101');
  // The address still names where it once began.
  const third = await watch(token, `?after=${reader.lastId}`, { 'Last-Event-ID': seen });
  expect(await third.untilComment('listening')).toEqual([body('+14155550101')]);
  expect(third.lastId).toBe(missed);
});

/** Begins an event, which is committed when `meanwhile` is over: others get later ids and are committed before it. */
const optOutLate = (tenantId: string, phone_number: string, meanwhile: () => Promise<void>): Promise<string> =>
  withTransaction(database.tenant(tenantId), async (trx) => {
    const id = await recordEvent(
      { ...ctx, db: trx },
      {
        tenantId,
        type: 'contact.opted_out',
        payload: { contact_id: null, phone_number, channel: 'sms' },
      },
    );
    await meanwhile();
    return id;
  });

it.each(['header', 'query'] as const)(
  'sends what is committed with an earlier id while a reader is away who names the last they have seen in a %s',
  async (where) => {
    const tenant = await createTenant(database);
    const token = await signIn(ctx, tenant, { role: 'admin' });
    const reader = await watch(token);
    await reader.untilComment('listening');
    let seen = '';
    const late = await optOutLate(tenant.id, '+14155550100', async () => {
      await optOut(tenant.id, '+14155550101');
      expect(await reader.next()).toEqual(body('+14155550101'));
      seen = reader.lastId ?? '';
      reader.leave();
    });
    expect(late < seen).toBe(true);
    const second =
      where === 'header' ? await watch(token, '', { 'Last-Event-ID': seen }) : await watch(token, `?after=${seen}`);
    expect(await second.untilComment('listening')).toEqual([body('+14155550100')]);
    // From there on nothing that was seen comes again for having been late.
    expect(second.lastId).toBe(seen);
  },
);

it('sends what was begun before a reader came and is committed while the connection to the database is lost', async () => {
  const tenant = await createTenant(database);
  await optOut(tenant.id, '+14155550100');
  const token = await signIn(ctx, tenant);
  let reader: EventReader | null = null;
  await optOutLate(tenant.id, '+14155550101', async () => {
    reader = await watch(token);
    expect(await reader.untilComment('listening')).toEqual([]);
    const owner = connectAsOwner(ownerUrlOf(database));
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(owner);
    await owner.destroy();
  });
  expect(await (reader as EventReader | null)?.next()).toEqual(body('+14155550101'));
});

it('begins after an event that is named, over many pages', async () => {
  const tenant = await createTenant(database);
  const first = await optOut(tenant.id, '+14155550100');
  const rows = Array.from({ length: 450 }, (_, index) => ({
    tenant_id: tenant.id,
    id: newId(),
    type: 'webhook.test',
    payload: JSON.stringify({ message: String(index) }),
    actor: '{}',
  }));
  await database.system.insertInto('events').values(rows).execute();
  const reader = await watch(await signIn(ctx, tenant), `?after=${first.toUpperCase()}`);
  const seen = (await reader.untilComment('listening')) as { data: { message: string } }[];
  expect(seen.map(({ data }) => Number(data.message))).toEqual(rows.map((_, index) => index));
  await optOut(tenant.id, '+14155550103');
  expect(await reader.next()).toEqual(body('+14155550103'));
});

it('makes up for a lost connection, and sends nothing twice for it', async () => {
  const tenant = await createTenant(database);
  const reader = await watch(await signIn(ctx, tenant));
  await reader.untilComment('listening');
  await optOut(tenant.id, '+14155550100');
  expect(await reader.next()).toEqual(body('+14155550100'));
  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(owner);
  await owner.destroy();
  await optOut(tenant.id, '+14155550101');
  expect(await reader.next()).toEqual(body('+14155550101'));
});

it('sends what a process committed that died before it could announce it, once, however much else there is', async () => {
  const tenant = await createTenant(database);
  const stop = new AbortController();
  const stream = watchEvents(forTenant(ctx, tenant), null, stop.signal, { lookAgainMs: 100 });
  expect((await stream.next()).value).toMatchObject({ comment: 'listening' });
  const write = async (count: number): Promise<string[]> => {
    const rows = Array.from({ length: count }, () => ({
      tenant_id: tenant.id,
      id: newId(),
      type: 'webhook.test',
      payload: JSON.stringify({ message: 'x' }),
      actor: '{}',
    }));
    await database.system.insertInto('events').values(rows).execute();
    return rows.map(({ id }) => id);
  };
  const written = await write(1_500);
  const sent: (string | undefined)[] = [];
  while (sent.length < written.length) sent.push((await stream.next()).value?.id);
  expect(sent).toEqual(written);
  const next = stream.next();
  const announced = await optOut(tenant.id, '+14155550100');
  expect((await next).value).toMatchObject({ id: announced });
  stop.abort();
  expect((await stream.next()).done).toBe(true);
});

it('is for owners and admins, and takes ids only', async () => {
  const tenant = await createTenant(database);
  const get = (token: string | undefined, query = '') =>
    api.request('GET', `/webhooks/events/stream${query}`, { token });
  expect((await get(undefined)).status).toBe(401);
  expect((await get(await signIn(ctx, tenant, { role: 'member' }))).status).toBe(403);
  expect(await get(await signIn(ctx, tenant), '?after=yesterday')).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['query', 'after'] }] },
  });
});
