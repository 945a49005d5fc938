import type { Database } from '@leadlock/db/client';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

let database: Database;
let system: TestContext;
let server: ApiServer;
beforeAll(async () => {
  database = await createTestDatabase();
  system = createTestContext(database);
  server = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
});
afterAll(async () => {
  await server.drain({ noticeMs: 0, patienceMs: 5_000 });
  await database.close();
});

async function call(token: string, method: string, path: string, body?: object, subAccountId?: string) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'x-request-id': 'request-of-the-test',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(subAccountId === undefined ? {} : { 'x-sub-account-id': subAccountId }),
    },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch<unknown>(() => null) };
}
const agent = { name: 'Front desk', system_prompt: 'The door code is 4711.' };
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;

test('what owners and admins change is kept, over both doors, without its values', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const id = idOf(await call(owner, 'POST', '/agents', agent));
  await call(owner, 'PATCH', `/agents/${id}`, { greeting: 'Hello' });
  await call(owner, 'POST', '/trpc/agents.update', { agent_id: id, greeting: 'Good morning' });
  await call(owner, 'GET', `/agents/${id}`);
  const { body } = await call(owner, 'GET', '/audit-log');
  const actor = expect.objectContaining({ type: 'user', role: 'owner' });
  const entry = { actor, target_id: id, request_id: 'request-of-the-test', ip: '127.0.0.1' };
  expect(body).toMatchObject({
    total: 3,
    entries: [
      { ...entry, operation: 'agents.update' },
      { ...entry, operation: 'agents.update' },
      { ...entry, operation: 'agents.create' },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('4711');
  expect((await call(owner, 'GET', '/audit-log?operation=agents.create')).body).toMatchObject({ total: 1 });
});

test('neither members’ work nor what was refused is kept, and members may not read', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const member = await signIn(system, tenant, { role: 'member' });
  expect((await call(member, 'POST', '/agents', agent)).status).toBe(201);
  expect((await call(owner, 'POST', '/agents', { name: 7 })).status).toBe(422);
  expect((await call(owner, 'DELETE', '/agents/none')).status).toBe(404);
  expect((await call(owner, 'GET', '/audit-log')).body).toEqual({ entries: [], total: 0 });
  expect((await call(member, 'GET', '/audit-log')).status).toBe(403);
});

test('an agency’s change to a sub-account stands in the sub-account’s log only', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const owner = await signIn(system, agency);
  await call(owner, 'POST', '/agents', agent, subAccount.id);
  expect((await call(owner, 'GET', '/audit-log', undefined, subAccount.id)).body).toMatchObject({ total: 1 });
  expect((await call(owner, 'GET', '/audit-log')).body).toMatchObject({ total: 0 });
});
