import { connectDatabase, type Database } from '@leadlock/db/client';
import { REQUEST_LIMITS } from '@leadlock/db/limits';
import { withClient } from '@leadlock/db/pool/steady-client';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

let database: Database;
let server: ApiServer;
let url: string;
let token: string;
let tenantId: string;

const home = await useDatabase();
beforeAll(async () => {
  database = connectDatabase({
    connectionString: home.connectionString,
    maxConnections: 4,
    limits: { ...REQUEST_LIMITS, lockMs: 5_000, waitMs: 500 },
  });
  const system = createTestContext(database);
  server = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
  url = `http://127.0.0.1:${server.port}`;
  const tenant = await createTenant(home);
  tenantId = tenant.id;
  token = await signIn(system, tenant);
});
afterAll(async () => {
  await server.drain({ noticeMs: 0, patienceMs: 5_000 });
  await database.close();
});

async function call(method: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') };
}
const createAgent = (name: string) => call('POST', '/agents', { name, system_prompt: 'Be kind.' });
const agents = () =>
  home.system.selectFrom('agents').select('name').where('tenant_id', '=', tenantId).orderBy('name').execute();

/** Does something while nobody else may touch the agents. */
const whileAgentsAreLocked = <Result>(work: () => Promise<Result>): Promise<Result> =>
  withClient(ownerUrlOf(home), async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE agents IN ACCESS EXCLUSIVE MODE');
    const result = await work();
    await client.query('ROLLBACK');
    return result;
  });

/** Ends the connections of this database that wait for a lock, once one does. */
const terminateBlocked = (): Promise<void> =>
  withClient(ownerUrlOf(home), (client) =>
    vi.waitFor(
      async () => {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(rowCount).toBe(1);
      },
      { timeout: 4_000 },
    ),
  );

test('a change whose connection is lost is answered with 503, undone, and works when it is sent again', async () => {
  await whileAgentsAreLocked(async () => {
    const reply = createAgent('Lost');
    await terminateBlocked();
    expect(await reply).toEqual({
      status: 503,
      body: { detail: 'The database connection was lost. Try again in a few seconds.' },
      retryAfter: '2',
    });
  });
  expect(await agents()).toEqual([]);
  expect(await createAgent('Lost')).toMatchObject({ status: 201 });
  expect(await agents()).toEqual([{ name: 'Lost' }]);
});

test('over tRPC it is the same', async () => {
  await whileAgentsAreLocked(async () => {
    const reply = call('POST', '/trpc/agents.create', { name: 'Lost', system_prompt: 'Be kind.' });
    await terminateBlocked();
    expect(await reply).toMatchObject({
      status: 503,
      body: { error: { data: { code: 'SERVICE_UNAVAILABLE', kind: 'unavailable', httpStatus: 503 } } },
      retryAfter: '2',
    });
  });
});

test('a request that takes too long in the database is stopped and told so', async () => {
  await whileAgentsAreLocked(async () => {
    expect(await call('GET', '/agents')).toEqual({
      status: 503,
      body: {
        detail: 'The request took too long. Try again, or request less data.',
      },
      retryAfter: '2',
    });
  });
  expect(await call('GET', '/agents')).toMatchObject({ status: 200 });
});

test('of many requests at once those that find no connection in time are told to come back, and other tenants are served', async () => {
  const other = await createTenant(home);
  const otherToken = await signIn(createTestContext(home), other);
  const replies = await whileAgentsAreLocked(async () => {
    const requests = Array.from({ length: 12 }, () => call('GET', '/agents'));
    // What does not need the agents is not held up by those who wait for them.
    const served = await fetch(`${url}/notifications/settings`, {
      headers: { authorization: `Bearer ${otherToken}` },
    });
    expect(served.status).toBe(200);
    return Promise.all(requests);
  });
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([503]));
  expect(replies.map(({ body }) => (body as { detail: string }).detail)).toContain(
    'The database is busy. Try again in a few seconds.',
  );
  expect(await call('GET', '/agents')).toMatchObject({ status: 200 });
});
