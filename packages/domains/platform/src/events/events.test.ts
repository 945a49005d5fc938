import { newId, timeOfId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { withTransaction } from '@leadlock/db/transaction';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { startWorker } from '@leadlock/jobs/worker';
import { silentLogger } from '@leadlock/observability/logger';
import { createMovableClock, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { createTestDatabase, ownerUrlOf } from '@leadlock/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { forgetEvents } from './forget-events.ts';
import { onEvent, type RecordedEvent } from './on-event.ts';
import { recordEvent, type NewEvent } from './record-event.ts';

let database: Database;
let system: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  system = createTestContext(database);
});
afterAll(() => database.close());

const ready = (tenantId: string): NewEvent<'recording.ready'> => ({
  tenantId,
  type: 'recording.ready',
  payload: { call_id: newId(), recording_url: 'https://api.example.com/calls/1/recording', duration_seconds: 12 },
});

const events = (tenantId: string) =>
  database.tenant(tenantId).selectFrom('events').select(['type', 'payload', 'actor']).execute();

it('keeps what happened and who did it', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  await recordEvent({ ...system, db: database.tenant(tenant.id), actor: { type: 'webhook', vendor: 'twilio' } }, event);
  expect(await events(tenant.id)).toEqual([
    { type: 'recording.ready', payload: event.payload, actor: { type: 'webhook', vendor: 'twilio' } },
  ]);
});

it('vanishes with the transaction it belongs to', async () => {
  const tenant = await createTenant(database);
  const work = withTransaction(database.tenant(tenant.id), async (trx) => {
    await recordEvent({ ...system, db: trx }, ready(tenant.id));
    throw new Error('the change failed');
  });
  await expect(work).rejects.toThrow('the change failed');
  expect(await events(tenant.id)).toEqual([]);
});

it('refuses a payload that is not the event’s', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  event.payload.duration_seconds = -1;
  await expect(recordEvent(system, event)).rejects.toThrow('duration_seconds');
  expect(await events(tenant.id)).toEqual([]);
});

it('is told to those who have subscribed to its type, until they have done their part, once it is committed', async () => {
  const tenant = await createTenant(database);
  await migrateJobs(ownerUrlOf(database));
  const queue = await createJobQueue({ connectionString: database.connectionString, log: silentLogger });
  const heard: [string, RecordedEvent][] = [];
  const hear = (types: Parameters<typeof onEvent>[0], name: string, failures = 0) => {
    let left = failures;
    const react = async (_system: unknown, event: RecordedEvent) => {
      if (left-- > 0) throw new Error('not yet');
      heard.push([name, event]);
    };
    return onEvent(types, name, react, { retryDelaySeconds: 1 });
  };
  const subscriptions = [
    hear('recording.ready', 'tests.hear-one'),
    hear(['call.analyzed', 'recording.ready'], 'tests.hear-several', 1),
    hear('call.started', 'tests.hear-another'),
  ];
  const context = { ...system, jobs: queue, subscriptions };
  const log = silentLogger;
  const { connectionString } = database;
  const worker = await startWorker({ connectionString, handlers: subscriptions, context, log });
  try {
    const within = (work: (ids: string[]) => void) =>
      withTransaction(database.tenant(tenant.id), async (trx) => {
        const ids: string[] = [];
        for (let count = 0; count < 2; count += 1) {
          ids.push(await recordEvent({ ...context, db: trx }, ready(tenant.id)));
        }
        work(ids);
        return ids;
      });
    const failed = within(() => {
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    const ids = await within(() => undefined);
    await vi.waitFor(() => expect(heard).toHaveLength(4), { timeout: 25_000, interval: 20 });
    const told = (name: string) => heard.flatMap(([who, { id }]) => (who === name ? [id] : []));
    expect(told('tests.hear-one').toSorted()).toEqual(ids);
    expect(told('tests.hear-several').toSorted()).toEqual(ids);
    expect(heard[0]?.[1]).toMatchObject({
      tenantId: tenant.id,
      type: 'recording.ready',
      payload: { duration_seconds: 12 },
      occurredAt: expect.any(Date) as Date,
    });
  } finally {
    await worker.stop(5_000);
    await queue.close();
  }
});

it('is forgotten after three months', async () => {
  const tenant = await createTenant(database);
  const clock = createMovableClock(new Date('2026-11-28T00:00:00Z'));
  const db = database.system;
  await recordEvent(system, ready(tenant.id));
  await recordEvent(system, ready(tenant.id));
  const [first] = await db.selectFrom('events').select('id').where('tenant_id', '=', tenant.id).orderBy('id').execute();
  const at = (occurred_at: string) => db.updateTable('events').set({ occurred_at }).where('tenant_id', '=', tenant.id);
  await at('2026-08-30T00:00:00Z').execute();
  await at('2026-08-29T23:59:59Z')
    .where('id', '=', first?.id ?? '')
    .execute();
  await forgetEvents({ ...system, db, clock });
  expect(await events(tenant.id)).toHaveLength(1);
});

it('leaves a partition that is in use for another night, and forgets events all the same', async () => {
  const tenant = await createTenant(database);
  await recordEvent(system, ready(tenant.id));
  const partitions = () =>
    sql<{ before_id: string }>`SELECT before_id FROM month_partitions('events') ORDER BY before_id`.execute(
      database.system,
    );
  const { rows: before } = await partitions();
  const clock = createMovableClock(new Date(timeOfId(before[0]?.before_id ?? '').getTime() + 90 * 86_400_000));
  await database.system
    .updateTable('events')
    .set({ occurred_at: '2026-01-01T00:00:00Z' })
    .where('tenant_id', '=', tenant.id)
    .execute();
  const owner = connectAsOwner(ownerUrlOf(database));
  await owner.transaction().execute(async (reader) => {
    await sql`LOCK TABLE partitions.events_before IN ACCESS SHARE MODE`.execute(reader);
    await forgetEvents({ ...system, clock });
  });
  await owner.destroy();
  expect((await partitions()).rows).toEqual(before);
  expect(await events(tenant.id)).toEqual([]);
});

it('leaves no partition of a month that is forgotten', async () => {
  const partitions = async () => {
    const { rows } = await sql<{ name: string; before_id: string }>`
      SELECT name, before_id FROM month_partitions('events') ORDER BY before_id`.execute(database.system);
    return rows;
  };
  const [earlier, month, ...later] = await partitions();
  const endOfMonth = timeOfId(month?.before_id ?? '');
  const clock = createMovableClock(new Date(endOfMonth.getTime() + 90 * 86_400_000 - 1));
  await forgetEvents({ ...system, clock });
  expect(earlier?.name).toBe('events_before');
  expect(await partitions()).toEqual([month, ...later]);
  clock.advance(1);
  await forgetEvents({ ...system, clock });
  expect(await partitions()).toEqual(later);
});
