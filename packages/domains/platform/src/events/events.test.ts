import { newId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { createMovableClock, createTenant } from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetEvents } from './forget-events.ts';
import { recordEvent, type NewEvent } from './record-event.ts';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const ready = (tenantId: string): NewEvent<'recording.ready'> => ({
  tenantId,
  type: 'recording.ready',
  payload: { call_id: newId(), recording_url: 'https://api.example.com/calls/1/recording', duration_seconds: 12 },
  actor: { type: 'webhook', vendor: 'twilio' },
});

const events = (tenantId: string) =>
  database.tenant(tenantId).selectFrom('events').select(['type', 'payload', 'actor']).execute();

it('keeps what happened and who did it', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  await recordEvent(database.tenant(tenant.id), event);
  expect(await events(tenant.id)).toEqual([
    { type: 'recording.ready', payload: event.payload, actor: { type: 'webhook', vendor: 'twilio' } },
  ]);
});

it('vanishes with the transaction it belongs to', async () => {
  const tenant = await createTenant(database);
  const work = database
    .tenant(tenant.id)
    .transaction()
    .execute(async (trx) => {
      await recordEvent(trx, ready(tenant.id));
      throw new Error('the change failed');
    });
  await expect(work).rejects.toThrow('the change failed');
  expect(await events(tenant.id)).toEqual([]);
});

it('refuses a payload that is not the event’s', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  event.payload.duration_seconds = -1;
  await expect(recordEvent(database.tenant(tenant.id), event)).rejects.toThrow('duration_seconds');
  expect(await events(tenant.id)).toEqual([]);
});

it('is forgotten after three months', async () => {
  const tenant = await createTenant(database);
  const clock = createMovableClock(new Date('2026-11-28T00:00:00Z'));
  const db = database.system;
  await recordEvent(db, ready(tenant.id));
  await recordEvent(db, ready(tenant.id));
  const [first] = await db.selectFrom('events').select('id').where('tenant_id', '=', tenant.id).orderBy('id').execute();
  const at = (occurred_at: string) => db.updateTable('events').set({ occurred_at }).where('tenant_id', '=', tenant.id);
  await at('2026-08-30T00:00:00Z').execute();
  await at('2026-08-29T23:59:59Z')
    .where('id', '=', first?.id ?? '')
    .execute();
  await forgetEvents({ db, clock });
  expect(await events(tenant.id)).toHaveLength(1);
});
