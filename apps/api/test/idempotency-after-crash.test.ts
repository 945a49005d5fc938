import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Tenant } from '@leadlock/context/context';
import { withClient } from '@leadlock/db/pool/steady-client';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { signIn } from '@leadlock/identity/testing';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startService, type RunningService } from './service-process.ts';

let tenant: Tenant;
let token: string;
let survivor: RunningService;
const start = (): Promise<RunningService> =>
  startService('api', {
    DATABASE_URL: database.connectionString,
    JWT_SECRET: createTestContext(database).settings.jwtSecret,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  tenant = await createTenant(database, { agent_limit: 100 });
  token = await signIn(createTestContext(database), tenant);
  survivor = await start();
}, 60_000);
afterAll(async () => {
  await survivor.kill();
});

interface Reply {
  status: number;
  id: string | undefined;
  replayed: string | null;
}
async function createAgent({ url }: RunningService, name: string): Promise<Reply> {
  const response = await fetch(`${url}/agents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': name },
    body: JSON.stringify({ name, system_prompt: 'Be kind.' }),
  });
  const { id } = (await response.json()) as { id?: string };
  return { status: response.status, id, replayed: response.headers.get('idempotency-replayed') };
}
const idsOf = async (name: string): Promise<string[]> => {
  const rows = await database.system
    .selectFrom('agents')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('name', '=', name)
    .execute();
  return rows.map(({ id }) => id);
};

/** While `table` is locked, until a request waits for it. */
const whenItWaitsFor =
  (table: string) =>
  (kill: () => Promise<void>): Promise<void> =>
    withClient(ownerUrlOf(database), async (client) => {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await vi.waitFor(
        async () => {
          const { rowCount } = await client.query(
            'SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
            [table],
          );
          expect(rowCount).toBe(1);
        },
        { timeout: 10_000 },
      );
      await kill();
      await client.query('ROLLBACK');
    });
const whenItIsDone =
  (name: string) =>
  async (kill: () => Promise<void>): Promise<void> => {
    await vi.waitFor(async () => expect(await idsOf(name)).toHaveLength(1), { timeout: 10_000, interval: 1 });
    await kill();
  };
const after =
  (milliseconds: number) =>
  async (kill: () => Promise<void>): Promise<void> => {
    await delay(milliseconds);
    await kill();
  };

test.each([
  ['while it makes the row', () => whenItWaitsFor('agents')],
  ['while it keeps the answer', () => whenItWaitsFor('idempotency_keys')],
  ['once the row is there', whenItIsDone],
  ...[0, 5, 15, 30, 60].map(
    (milliseconds) => [`${milliseconds} ms after it was sent`, () => after(milliseconds)] as const,
  ),
] as [string, (name: string) => (kill: () => Promise<void>) => Promise<void>][])(
  'a request whose process dies %s is done once when it is sent again',
  async (_moment, momentOf) => {
    const name = `Agent ${randomUUID()}`;
    const victim = await start();
    // Its connection breaks, or it was quicker.
    const cutOff = createAgent(victim, name).catch(() => null);
    await momentOf(name)(() => victim.kill());
    const first = await cutOff;
    const again = await vi.waitFor(
      async () => {
        const reply = await createAgent(survivor, name);
        expect(reply.status).not.toBe(409);
        return reply;
      },
      { timeout: 5_000 },
    );
    expect(again.status).toBe(201);
    expect(await idsOf(name)).toEqual([again.id]);
    expect([null, again.id]).toContain(first === null ? null : first.id);
    expect(await createAgent(survivor, name)).toEqual({ ...again, replayed: 'true' });
  },
  60_000,
);
