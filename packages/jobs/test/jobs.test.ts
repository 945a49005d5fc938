import { newId } from '@leadlock/core/ids';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { withTransaction } from '@leadlock/db/transaction';
import { handleJob, type JobHandler } from '@leadlock/jobs/job-handler';
import { createJobQueue, type StartedJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { readQueueStatus } from '@leadlock/jobs/queue-status';
import { startWorker, type Worker } from '@leadlock/jobs/worker';
import { createLogger, silentLogger } from '@leadlock/observability/logger';
import { sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

const PATIENCE = { timeout: 25_000, interval: 20 };

let queue: StartedJobQueue;
let owner: Pool;
const workers: Worker[] = [];
const tenant = newId();

const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  await database.system
    .insertInto('tenants')
    .values({ id: tenant, name: 'Acme', slug: 'acme', tenant_type: 'direct', plan: 'starter' })
    .execute();
  queue = await createJobQueue({ connectionString: database.connectionString, log: silentLogger });
  owner = new Pool({ connectionString: ownerUrlOf(database), max: 1 });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(5_000)));
});
afterAll(async () => {
  await queue.close();
  await owner.end();
});

const Letter = z.object({ to: z.string().min(1), copies: z.number().int().default(1) });
const definition = (name: string, extra: Partial<JobDefinition> = {}): JobDefinition<typeof Letter> => ({
  name,
  retryDelaySeconds: 1,
  ...extra,
  payload: Letter,
});

async function work(handlers: JobHandler<string>[], log = silentLogger): Promise<void> {
  workers.push(
    await startWorker({ connectionString: database.connectionString, handlers, context: 'the context', log }),
  );
}

async function jobsOf(name: string): Promise<{ data: unknown; state: string }[]> {
  const { rows } = await owner.query<{ data: unknown; state: string }>(
    'SELECT data, state FROM pgboss.job WHERE name = $1 ORDER BY created_on',
    [name],
  );
  return rows;
}

test('a job comes and goes with the transaction that enqueued it, under both roles', async () => {
  const job = definition('transactions');
  for (const db of [database.tenant(tenant), database.system]) {
    const undone = withTransaction(db, async (trx) => {
      await queue.enqueue(trx, job, { to: 'nobody' });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
  }
  expect(await jobsOf('transactions')).toEqual([]);

  await withTransaction(database.tenant(tenant), (trx) => queue.enqueue(trx, job, { to: 'tenant' }));
  await withTransaction(database.system, (trx) => queue.enqueue(trx, job, { to: 'system' }));
  expect((await jobsOf('transactions')).map(({ data }) => data)).toEqual([{ to: 'tenant' }, { to: 'system' }]);
});

test('those who enqueue can neither read, change nor delete jobs', async () => {
  await queue.enqueue(database.system, definition('private'), { to: 'someone' });
  for (const db of [database.tenant(tenant), database.system]) {
    await expect(sql`SELECT data FROM pgboss.job_common`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`SELECT * FROM pgboss.job`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`UPDATE pgboss.job_common SET data = '{}'`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`DELETE FROM pgboss.job_common`.execute(db)).rejects.toThrow(/permission denied/);
  }
});

test('a payload that does not fit is refused before it is stored', async () => {
  await expect(queue.enqueue(database.system, definition('refused'), { to: '' })).rejects.toThrow(z.ZodError);
  expect(await jobsOf('refused')).toEqual([]);
});

test('handlers get the context, the parsed payload and the attempt', async () => {
  const job = definition('typed');
  const seen: unknown[] = [];
  await work([
    handleJob(job, async (context: string, letter, { attempt }) => {
      seen.push([context, letter, attempt]);
    }),
  ]);
  await queue.enqueue(database.tenant(tenant), job, { to: 'Ann' });
  await vi.waitFor(() => expect(seen).toEqual([['the context', { to: 'Ann', copies: 1 }, 1]]), PATIENCE);
});

test('a job that is done is forgotten after ten minutes, one that waits is not', async () => {
  const job = definition('forgotten');
  await work([handleJob(job, () => Promise.resolve())]);
  for (const to of ['long done', 'just done']) await queue.enqueue(database.system, job, { to });
  const states = async () => (await jobsOf('forgotten')).map(({ state }) => state);
  await vi.waitFor(async () => expect(await states()).toEqual(['completed', 'completed']), PATIENCE);
  const startAfter = new Date(Date.now() + 3_600_000);
  await queue.enqueue(database.system, job, { to: 'later' }, { startAfter });
  await owner.query(`
    UPDATE pgboss.job SET completed_on = completed_on - interval '11 minutes' WHERE data->>'to' = 'long done';
    UPDATE pgboss.queue SET maintain_on = NULL WHERE name = 'forgotten'`);
  await vi.waitFor(
    async () =>
      expect((await jobsOf('forgotten')).map(({ data }) => data)).toEqual([{ to: 'just done' }, { to: 'later' }]),
    PATIENCE,
  );
});

test('a job that fails is tried again, after a pause', async () => {
  const job = definition('flaky');
  const attempts: { attempt: number; at: number }[] = [];
  await work([
    handleJob(job, async (_: string, __, { attempt }) => {
      attempts.push({ attempt, at: Date.now() });
      if (attempt < 3) throw new Error('not yet');
    }),
  ]);
  await queue.enqueue(database.system, job, { to: 'Bob' });
  await vi.waitFor(async () => expect(await jobsOf('flaky')).toMatchObject([{ state: 'completed' }]), PATIENCE);
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect((attempts[1]?.at ?? 0) - (attempts[0]?.at ?? 0)).toBeGreaterThan(400);
});

test('workers are told of new jobs, but of those that nobody waits for, which they find', async () => {
  const client = await owner.connect();
  try {
    const told: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => told.push(payload));
    const { rows } = await client.query<{ channel: string }>(
      `SELECT 'pgboss_' || left(encode(sha224('pgboss'), 'hex'), 24) AS channel`,
    );
    await client.query(`LISTEN "${rows[0]?.channel}"`);
    const silent = definition('silent', { wakesWorkers: false });
    await queue.enqueue(database.system, silent, { to: 'Ada' });
    await queue.enqueue(database.system, definition('loud'), { to: 'Ada' });
    await vi.waitFor(() => expect(told).toEqual(['loud']), PATIENCE);
    let done = 0;
    await work([handleJob<string, typeof Letter>(silent, async () => void (done += 1))]);
    await queue.enqueue(database.system, silent, { to: 'Bob' });
    await vi.waitFor(() => expect(done).toBe(2), PATIENCE);
    expect(told).toEqual(['loud']);
  } finally {
    client.release(true);
  }
});

test('a job that hangs holds up no others', async () => {
  const job = definition('hanging', { concurrency: 3 });
  const finish = Promise.withResolvers<void>();
  const done = new Set<string>();
  await queue.enqueue(database.system, job, { to: 'the slow one' });
  for (let count = 0; count < 30; count += 1) await queue.enqueue(database.system, job, { to: `person ${count}` });
  await work([
    handleJob(job, async (_: string, { to }) => {
      if (to === 'the slow one') await finish.promise;
      done.add(to);
    }),
  ]);
  await vi.waitFor(() => expect(done.size).toBe(30), PATIENCE);
  expect(done.has('the slow one')).toBe(false);
  finish.resolve();
  await vi.waitFor(() => expect(done.size).toBe(31), PATIENCE);
});

test('as many run at once as their definition says', async () => {
  const job = definition('at-once', { concurrency: 3 });
  const finish = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  await work([
    handleJob(job, async () => {
      running += 1;
      most = Math.max(most, running);
      await finish.promise;
      running -= 1;
    }),
  ]);
  for (let count = 0; count < 6; count += 1) await queue.enqueue(database.system, job, { to: 'all' });
  await vi.waitFor(() => expect(running).toBe(3), PATIENCE);
  finish.resolve();
  await vi.waitFor(
    async () => expect((await jobsOf('at-once')).every(({ state }) => state === 'completed')).toBe(true),
    PATIENCE,
  );
  expect(most).toBe(3);
});

test('every job runs once under two workers', async () => {
  const job = definition('shared');
  const runs = new Map<string, number>();
  const handler = handleJob(job, async (_: string, { to }) => {
    runs.set(to, (runs.get(to) ?? 0) + 1);
  });
  await work([handler]);
  await work([handler]);
  const names = Array.from({ length: 60 }, (_, index) => `person ${index}`);
  await Promise.all(names.map((to) => queue.enqueue(database.system, job, { to })));
  await vi.waitFor(async () => {
    expect((await jobsOf('shared')).filter(({ state }) => state === 'completed')).toHaveLength(names.length);
  }, PATIENCE);
  expect([...runs.values()].every((count) => count === 1)).toBe(true);
  expect(runs.size).toBe(names.length);
});

test('of jobs with one key only one waits, and those without a key all do', async () => {
  const job = definition('keyed');
  const later = { startAfter: new Date(Date.now() + 3_600_000) };
  await queue.enqueue(database.system, job, { to: 'first' }, { singletonKey: 'call-1', ...later });
  await queue.enqueue(database.system, job, { to: 'second' }, { singletonKey: 'call-1', ...later });
  await queue.enqueue(database.system, job, { to: 'third' }, later);
  await queue.enqueue(database.system, job, { to: 'fourth' }, later);
  expect((await jobsOf('keyed')).map(({ data }) => data)).toEqual([{ to: 'first' }, { to: 'third' }, { to: 'fourth' }]);
});

test('a job waits for its time', async () => {
  const job = definition('later');
  const ran: number[] = [];
  await work([handleJob(job, async () => void ran.push(Date.now()))]);
  const due = Date.now() + 1_500;
  await queue.enqueue(database.system, job, { to: 'Eve' }, { startAfter: new Date(due) });
  await vi.waitFor(() => expect(ran).toHaveLength(1), PATIENCE);
  expect(ran[0]).toBeGreaterThanOrEqual(due - 50);
});

test.each([
  ['when its retries are used up', { retries: 1 }, new Error('always'), 2],
  [
    'at once when trying again cannot help',
    { retries: 5 },
    Object.assign(new Error('refused'), { retryable: false }),
    1,
  ],
])('a job goes to the dead letters %s, and the log says so', async (title, extra, error, expectedAttempts) => {
  const job = definition(`dead ${expectedAttempts}`.replace(' ', '-'), extra);
  const lines: string[] = [];
  const log = createLogger({ service: 'worker', level: 'error', destination: { write: (line) => lines.push(line) } });
  let attempts = 0;
  await work(
    [
      handleJob(job, async () => {
        attempts += 1;
        throw error;
      }),
    ],
    log,
  );
  await queue.enqueue(database.system, job, { to: title });
  await vi.waitFor(
    async () => expect(await jobsOf('dead-letter')).toContainEqual({ data: { to: title }, state: 'created' }),
    PATIENCE,
  );
  expect(attempts).toBe(expectedAttempts);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { msg: 'job failed after all retries', job: job.name },
  ]);
});

test('a job that a later one makes up for is no dead letter', async () => {
  const job = definition('self-healing', { selfHealing: true });
  const lines: string[] = [];
  const log = createLogger({ service: 'worker', level: 'warn', destination: { write: (line) => lines.push(line) } });
  await work([handleJob(job, () => Promise.reject(new Error('no database')))], log);
  await queue.enqueue(database.system, job, { to: 'whoever comes next' });
  await vi.waitFor(async () => expect(await jobsOf('self-healing')).toMatchObject([{ state: 'failed' }]), PATIENCE);
  expect(await jobsOf('dead-letter')).not.toContainEqual(
    expect.objectContaining({ data: { to: 'whoever comes next' } }),
  );
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { msg: 'job failed; a later run will make up for it', job: job.name },
  ]);
});

test('a stored payload that no longer fits goes to the dead letters', async () => {
  const job = definition('outdated');
  await queue.enqueue(database.system, { ...job, payload: z.any() }, { was: 'something else' });
  const seen: unknown[] = [];
  await work([handleJob(job, async (_: string, letter) => void seen.push(letter))]);
  await vi.waitFor(async () => {
    expect(await jobsOf('dead-letter')).toContainEqual({ data: { was: 'something else' }, state: 'created' });
  }, PATIENCE);
  expect(seen).toEqual([]);
});

test('scheduled jobs are registered, and forgotten with their definition', async () => {
  const nightly = { name: 'nightly', payload: z.object({}), schedule: '0 3 * * *' };
  const schedules = async (): Promise<unknown[]> =>
    (await owner.query('SELECT name, cron, timezone FROM pgboss.schedule')).rows as unknown[];
  await work([handleJob(nightly, async () => undefined)]);
  expect(await schedules()).toEqual([{ name: 'nightly', cron: '0 3 * * *', timezone: 'UTC' }]);
  await work([]);
  expect(await schedules()).toEqual([]);
});

test('a scheduled job runs by itself', { timeout: 120_000 }, async () => {
  const runs: unknown[] = [];
  const everyMinute = { name: 'every-minute', payload: z.object({}), schedule: '* * * * *' };
  await work([handleJob(everyMinute, async (_: string, payload) => void runs.push(payload))]);
  await vi.waitFor(() => expect(runs).toEqual([{}]), { timeout: 100_000, interval: 100 });
});

test('a worker that stops finishes what it has begun', async () => {
  const job = definition('slow');
  const began = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  await work([
    handleJob(job, async () => {
      began.resolve();
      await finish.promise;
    }),
  ]);
  await queue.enqueue(database.system, job, { to: 'Kim' });
  await began.promise;
  const stopped = workers.splice(0).map((worker) => worker.stop(10_000));
  finish.resolve();
  await Promise.all(stopped);
  expect(await jobsOf('slow')).toMatchObject([{ state: 'completed' }]);
});

test('migrating twice changes nothing', async () => {
  await migrateJobs(ownerUrlOf(database));
  await queue.enqueue(database.tenant(tenant), definition('still-works'), { to: 'Lee' });
  expect(await jobsOf('still-works')).toHaveLength(1);
});

test('tells how the queue stands', async () => {
  const late = definition('status-late');
  await queue.enqueue(database.system, late, { to: 'Ada' }, { startAfter: new Date(Date.now() - 3_600_000) });
  await queue.enqueue(database.system, late, { to: 'Bob' }, { startAfter: new Date(Date.now() + 3_600_000) });
  const db = connectAsOwner(ownerUrlOf(database));
  const { version, expectedVersion, overdue } = await readQueueStatus(db, 600);
  expect(version).toBe(expectedVersion);
  expect(overdue).toBe(1);
  await sql`ALTER SCHEMA pgboss RENAME TO elsewhere`.execute(db);
  expect(await readQueueStatus(db, 600)).toMatchObject({ version: null, overdue: 0 });
  await sql`ALTER SCHEMA elsewhere RENAME TO pgboss`.execute(db);
  await db.destroy();
});
