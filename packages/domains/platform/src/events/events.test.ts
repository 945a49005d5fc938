import { firstIdAt, newId, timeOfId } from '@leadlock/core/ids';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { withTransaction } from '@leadlock/db/transaction';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { startWorker } from '@leadlock/jobs/worker';
import { silentLogger } from '@leadlock/observability/logger';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { forgetEvents } from './forget-events.ts';
import { onEvent, type RecordedEvent } from './on-event.ts';
import { recordEvent, type NewEvent } from './record-event.ts';

const database = await useDatabase();
const system = createTestContext(database);

const ready = (tenantId: string): NewEvent<'recording.ready'> => ({
  tenantId,
  type: 'recording.ready',
  payload: { call_id: newId(), recording_url: 'https://api.example.com/calls/1/recording', duration_seconds: 12 },
});

const events = (tenantId: string) => database.tenant(tenantId).selectFrom('events').where('tenant_id', '=', tenantId);
const recorded = (tenantId: string) => events(tenantId).select(['type', 'payload', 'actor']).execute();

it('keeps what happened and who did it', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  await recordEvent({ ...system, db: database.tenant(tenant.id), actor: { type: 'webhook', vendor: 'twilio' } }, event);
  expect(await recorded(tenant.id)).toEqual([
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
  expect(await recorded(tenant.id)).toEqual([]);
});

it('refuses a payload that is not the event’s', async () => {
  const tenant = await createTenant(database);
  const event = ready(tenant.id);
  event.payload.duration_seconds = -1;
  await expect(recordEvent(system, event)).rejects.toThrow('duration_seconds');
  expect(await recorded(tenant.id)).toEqual([]);
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

describe('what happened three months ago', () => {
  const DAY_MS = 86_400_000;

  interface Month {
    name: string;
    before_id: string;
  }
  const months = async (): Promise<Month[]> => {
    const { rows } = await sql<Month>`
      SELECT name, before_id FROM month_partitions('events') ORDER BY before_id`.execute(database.system);
    return rows;
  };
  const endOf = (month: Month | undefined): number => timeOfId(month?.before_id ?? '').getTime();
  /** When events of that time, in ms, are the oldest that are kept. */
  const whenKeptFrom = (time: number) => createMovableClock(new Date(time + 90 * DAY_MS));

  /** An event of that time, with its delivery. @returns its id */
  async function happenAt(tenantId: string, time: number): Promise<string> {
    const [id, at] = [firstIdAt(new Date(time)), new Date(time)];
    const event = { tenant_id: tenantId, id, type: 'recording.ready', payload: '{}', actor: '{}', occurred_at: at };
    await database.system.insertInto('events').values(event).execute();
    await database.system
      .insertInto('webhook_deliveries')
      .values({ tenant_id: tenantId, id, event_id: id, event_type: event.type, status: 'failed' })
      .execute();
    return id;
  }
  const kept = async (tenantId: string) => {
    const rows = await events(tenantId).select('id').orderBy('id').execute();
    return rows.map(({ id }) => id);
  };
  const delivered = async (tenantId: string) => {
    const ofTenant = database.tenant(tenantId).selectFrom('webhook_deliveries').where('tenant_id', '=', tenantId);
    const rows = await ofTenant.select('event_id').orderBy('event_id').execute();
    return rows.map(({ event_id }) => event_id);
  };

  it('is forgotten', async () => {
    const tenant = await createTenant(database);
    const time = Date.parse('2026-08-30T00:00:00Z');
    await happenAt(tenant.id, time - 1);
    const id = await happenAt(tenant.id, time);
    await forgetEvents({ ...system, clock: whenKeptFrom(time) });
    expect(await kept(tenant.id)).toEqual([id]);
    expect(await delivered(tenant.id)).toEqual([id]);
  });

  it('is left for another night where a month is in use, and forgotten of the month that follows', async () => {
    const tenant = await createTenant(database);
    const [first, ...later] = await months();
    const end = endOf(first);
    const inUse = await happenAt(tenant.id, end - DAY_MS);
    await happenAt(tenant.id, end + DAY_MS);
    const clock = whenKeptFrom(end + 2 * DAY_MS);
    const owner = connectAsOwner(ownerUrlOf(database));
    await owner.transaction().execute(async (reader) => {
      await sql`LOCK TABLE partitions.${sql.id(first?.name ?? '')} IN ACCESS SHARE MODE`.execute(reader);
      await forgetEvents({ ...system, clock });
    });
    await owner.destroy();
    expect(await months()).toEqual([first, ...later]);
    expect(await kept(tenant.id)).toEqual([inUse]);
    await forgetEvents({ ...system, clock });
    expect(await months()).toEqual(later);
    expect(await kept(tenant.id)).toEqual([]);
  });

  it('is dropped by the month, and deleted only of the month in which the limit lies', async () => {
    const tenants = [await createTenant(database), await createTenant(database)];
    const [first, second, ...later] = await months();
    const end = endOf(first);
    const inSecond = end + 10 * DAY_MS;
    const ids = new Map<string, string[]>();
    for (const { id } of tenants) {
      await happenAt(id, end - 10 * DAY_MS);
      await happenAt(id, end - 1);
      ids.set(id, [await happenAt(id, end), await happenAt(id, inSecond)]);
    }
    const owner = connectAsOwner(ownerUrlOf(database));
    // What is deleted row by row fails.
    await sql`CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'an event of a whole month was deleted'; END $$`.execute(owner);
    await sql`CREATE TRIGGER refuse_deletion BEFORE DELETE ON partitions.${sql.id(first?.name ?? '')}
      FOR EACH ROW EXECUTE FUNCTION refuse_deletion()`.execute(owner);
    await owner.destroy();

    await forgetEvents({ ...system, clock: whenKeptFrom(end) });
    expect(await months()).toEqual([second, ...later]);
    for (const { id } of tenants) expect(await kept(id)).toEqual(ids.get(id));
    await forgetEvents({ ...system, clock: whenKeptFrom(inSecond) });
    expect(await months()).toEqual([second, ...later]);
    for (const { id } of tenants) {
      expect(await kept(id)).toEqual(ids.get(id)?.slice(1));
      expect(await delivered(id)).toEqual(ids.get(id)?.slice(1));
    }
  });

  it('is the owner’s to drop, and the system’s only by the month', async () => {
    const [first] = await months();
    const drop = sql<{
      done: boolean;
    }>`SELECT drop_month_of_events(${first?.name}, ${firstIdAt(new Date(endOf(first) - 1))}) AS done`;
    expect((await drop.execute(database.system)).rows).toEqual([{ done: false }]);
    const tenant = await createTenant(database);
    await expect(drop.execute(database.tenant(tenant.id))).rejects.toThrow('permission denied');
    expect((await months())[0]).toEqual(first);
  });
});
