import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '@leadlock/db/client';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { withClient } from '@leadlock/db/pool/steady-client';
import { signIn } from '@leadlock/identity/testing';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { silentLogger } from '@leadlock/observability/logger';
import { platform } from '@leadlock/platform/domain';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startService } from './service-process.ts';

/** A folder that Postgres, which may run under another account, can enter. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadlock-restart-'));
  chmodSync(folder, 0o711);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a restart of Postgres under load ends no process, and all of them go on', async () => {
  const dataDir = join(temporaryFolder(), 'postgres');
  let postgres = await startEmbeddedPostgres({ dataDir });
  onTestFinished(() => postgres.stop());
  const { connectionString } = postgres;
  await migrate(postgres);
  await migrateJobs(postgres.ownerUrl);
  const database = connectDatabase({ connectionString });
  onTestFinished(() => database.close());
  const system = createTestContext(database);
  const token = await signIn(system, await createTenant(database, { agent_limit: 1_000_000 }));
  const variables = {
    DATABASE_URL: connectionString,
    JWT_SECRET: system.settings.jwtSecret,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'info',
    RATE_LIMIT_REQUESTS_PER_MINUTE: '1000000',
  };
  const services = await Promise.all(
    (['api', 'worker', 'voice-gateway'] as const).map((app) => startService(app, variables)),
  );
  onTestFinished(async () => {
    for (const service of services) await service.kill();
  });
  const exits: number[] = [];
  for (const { child } of services) child.once('exit', (code) => exits.push(code ?? -1));
  const [api] = services;

  /** The status of what was answered; 0 for no answer at all. */
  const ask = (method: string): Promise<number> =>
    fetch(`${api?.url}/agents`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify({ name: 'Under load', system_prompt: 'Be kind.' }) } : {}),
    }).then(
      ({ status }) => status,
      () => 0,
    );
  const statuses = new Set<number>();
  /** Since it was last cleared. */
  const recent = new Set<number>();
  const relief = new AbortController();
  const load = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST'].map(async (method) => {
    while (!relief.signal.aborted) {
      const status = await ask(method);
      statuses.add(status);
      recent.add(status);
    }
  });
  const untilAnswered = (status: number): Promise<void> => {
    recent.clear();
    return vi.waitFor(() => expect(recent).toContain(status), { timeout: 30_000 });
  };
  await untilAnswered(201);
  await postgres.stop();
  await untilAnswered(503);
  postgres = await startEmbeddedPostgres({ dataDir, port: Number(new URL(connectionString).port) });
  await untilAnswered(200);
  await untilAnswered(201);
  relief.abort();
  await Promise.all(load);
  // Only for what somebody waits for is there a 503: nothing was left without an answer, and nothing was a 500.
  expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);

  // Jobs are taken, and the gateway says that it is alive.
  const jobs = await createJobQueue({ connectionString, log: silentLogger });
  const cleanUp = platform.jobs.filter(({ job }) => job.name.startsWith('idempotency.'));
  for (const { job } of cleanUp) await jobs.enqueue(database.system, job, {});
  await jobs.close();
  const restarted = new Date();
  const asOwner = (text: string, values: unknown[] = []) =>
    withClient(postgres.ownerUrl, (client) => client.query(text, values));
  await vi.waitFor(
    async () => {
      const done = `SELECT FROM pgboss.job WHERE name LIKE 'idempotency.%' AND state = 'completed' AND completed_on > $1`;
      expect((await asOwner(done, [restarted])).rowCount).toBeGreaterThan(0);
      const alive = 'SELECT FROM gateways WHERE last_seen_at > $1';
      expect((await asOwner(alive, [restarted])).rowCount).toBe(1);
    },
    { timeout: 40_000, interval: 250 },
  );
  expect(exits).toEqual([]);
  for (const { url } of services) expect((await fetch(`${url}/health`)).status).toBe(200);
}, 180_000);
