import type { TenantContext } from '@leadlock/context/context';
import { AppError, upstream } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { withClient } from '@leadlock/db/pool/steady-client';
import { withTransaction } from '@leadlock/db/transaction';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { publicProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { requestContextFactory } from '@leadlock/trpc/request-context';
import { createRestHandler } from '@leadlock/trpc/rest/handler';
import { sql } from 'kysely';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { issuesRouter } from '../issues/router.ts';
import { deleteExpiredKeys } from './kept-key.ts';
import { createIdempotentRunner } from './run-idempotently.ts';

/** What the operation does; each test sets its own. */
let work: (input: { to: string; note?: string }, ctx: TenantContext) => Promise<{ n: number }> | { n: number };
let runs = 0;

const meta = (path: `/${string}`, idempotent: true | 'repeatable' = true) =>
  op({
    method: 'POST',
    path,
    tag: 'Calls',
    summary: 'Dial',
    description: 'Dials.',
    status: 201,
    idempotent,
    example: { response: { n: 1 } },
  });
const Input = z.object({ to: z.string(), note: z.string().optional() });
const Output = z.object({ n: z.number() });
const dial = (input: { to: string; note?: string }, acting: TenantContext) => {
  runs += 1;
  return work(input, acting);
};
const testRouter = router({
  issues: issuesRouter,
  dial: tenantProcedure
    .meta(meta('/dial'))
    .input(Input)
    .output(Output)
    .mutation(({ ctx: { tenantContext }, input }) => dial(input, tenantContext)),
  ring: tenantProcedure
    .meta(meta('/ring'))
    .input(Input)
    .output(Output)
    .mutation(({ ctx: { tenantContext }, input }) => dial(input, tenantContext)),
  repeat: tenantProcedure
    .meta(meta('/repeat', 'repeatable'))
    .input(Input)
    .output(Output)
    .mutation(({ ctx: { tenantContext }, input }) => dial(input, tenantContext)),
  open: publicProcedure
    .meta(meta('/open'))
    .input(Input)
    .output(Output)
    .mutation(({ input }) => dial(input, ctx as unknown as TenantContext)),
});

const clock = createMovableClock();
let server: Server;
let url: string;
const database = await useDatabase();
const ctx = createTestContext(database, { clock });
beforeAll(async () => {
  const createContext = requestContextFactory({ system: ctx, authentication: createAuthentication(ctx) });
  const handle = createRestHandler(testRouter, { createContext, runIdempotently: createIdempotentRunner(ctx) });
  server = createServer((req, res) => handle(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

let token: string;
beforeEach(async () => {
  await database.system.deleteFrom('idempotency_keys').execute();
  token = await signIn(ctx, await createTenant(database));
  runs = 0;
  work = () => ({ n: runs });
});

async function post(path: string, body: object, headers: Record<string, string> = {}, bearer = token) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const replayed = response.headers.get('idempotency-replayed');
  return { status: response.status, body: await response.json(), replayed };
}
const key = { 'idempotency-key': 'one' };

test('the same key and body run once; field order does not matter', async () => {
  const first = await post('/dial', { to: 'a', note: 'b' }, key);
  expect(first).toEqual({ status: 201, body: { n: 1 }, replayed: null });
  expect(await post('/dial', { note: 'b', to: 'a' }, key)).toEqual({ status: 201, body: { n: 1 }, replayed: 'true' });
  expect(runs).toBe(1);
});

test('without a key every request runs, and keys of others are others', async () => {
  await post('/dial', { to: 'a' });
  await post('/dial', { to: 'a' });
  await post('/dial', { to: 'a' }, key);
  const stranger = await signIn(ctx, await createTenant(database));
  expect(await post('/dial', { to: 'a' }, key, stranger)).toMatchObject({ status: 201, replayed: null });
  expect(runs).toBe(4);
});

test('another body, operation or sub-account under the same key is a conflict', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  token = await signIn(ctx, agency);
  await post('/dial', { to: 'a' }, key);
  const detail = { detail: 'This Idempotency-Key was already used for a different request' };
  expect(await post('/dial', { to: 'b' }, key)).toMatchObject({ status: 409, body: detail });
  expect(await post('/ring', { to: 'a' }, key)).toMatchObject({ status: 409, body: detail });
  const forSubAccount = { ...key, 'x-sub-account-id': subAccount.id };
  expect(await post('/dial', { to: 'a' }, forSubAccount)).toMatchObject({ status: 409, body: detail });
  expect(runs).toBe(1);
});

test('of many at once one runs and the others are told so', async () => {
  const gate = Promise.withResolvers<void>();
  work = async () => {
    await gate.promise;
    return { n: runs };
  };
  const requests = Array.from({ length: 8 }, () => post('/dial', { to: 'a' }, key));
  const losers: unknown[] = [];
  await new Promise<void>((resolve) => {
    for (const request of requests) void request.then((reply) => losers.push(reply) === 7 && resolve());
  });
  gate.resolve();
  const statuses = (await Promise.all(requests)).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([201, ...Array<number>(7).fill(409)]);
  expect(runs).toBe(1);
});

test('a refused request leaves the key free', async () => {
  expect(await post('/dial', { to: 7 }, key)).toMatchObject({ status: 422 });
  work = () => {
    throw new AppError('limit_exceeded', 'No minutes left');
  };
  expect(await post('/dial', { to: 'a' }, key)).toMatchObject({ status: 403 });
  work = () => ({ n: runs });
  expect(await post('/dial', { to: 'a' }, key)).toMatchObject({ status: 201, replayed: null });
});

const insertTenant = (db: TenantContext['db'], parent: string, slug: string) =>
  db
    .insertInto('tenants')
    .values({ id: newId(), name: 'Made', slug, tenant_type: 'sub_account', parent_tenant_id: parent, plan: 'starter' })
    .execute();
const findTenants = (...slugs: string[]) =>
  database.system.selectFrom('tenants').select('slug').where('slug', 'in', slugs).orderBy('slug').execute();

test.each([
  ['a failure', () => new Error('broken'), 500],
  ['a vendor’s failure', () => upstream('Twilio is down'), 502],
])('%s undoes all that the request did, for whomever, and the same key is a new try', async (_name, error, status) => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  token = await signIn(ctx, agency);
  const slugs = [newId(), newId()] as const;
  const change = async (acting: TenantContext) => {
    await withTransaction(acting.db, (trx) => insertTenant(trx, agency.id, slugs[0]));
    await insertTenant(acting.database.system, agency.id, slugs[1]);
    // Nobody else sees it before the answer is kept.
    expect(await findTenants(...slugs)).toEqual([]);
  };
  work = async (_input, acting) => {
    await change(acting);
    throw error();
  };
  expect(await post('/dial', { to: 'a' }, key)).toMatchObject({ status });
  expect(await findTenants(...slugs)).toEqual([]);
  work = async (_input, acting) => {
    await change(acting);
    return { n: runs };
  };
  expect(await post('/dial', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: null });
  expect(await post('/dial', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: 'true' });
  expect(await findTenants(...slugs)).toHaveLength(2);
});

test('an answer that cannot be kept undoes what it is the answer to', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  token = await signIn(ctx, agency);
  const slug = newId();
  work = async (_input, acting) => {
    await insertTenant(acting.db, agency.id, slug);
    await terminateOwnConnection(acting);
    return { n: runs };
  };
  expect(await post('/dial', { to: 'a' }, key)).toMatchObject({ status: 503 });
  expect(await findTenants(slug)).toEqual([]);
  work = async (_input, acting) => {
    await insertTenant(acting.db, agency.id, slug);
    return { n: runs };
  };
  expect(await post('/dial', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: null });
  expect(await findTenants(slug)).toHaveLength(1);
});

/** Ends the connection that a verb works on, as a restart of Postgres does. */
async function terminateOwnConnection(acting: TenantContext): Promise<void> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(acting.db);
  await withClient(ownerUrlOf(database), async (client) => {
    await client.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  });
}

test('what may be done again is done again when its process died, as soon as its claim has run out', async () => {
  const first = Promise.withResolvers<{ n: number }>();
  const began = Promise.withResolvers<void>();
  work = () => {
    began.resolve();
    return first.promise;
  };
  const lost = post('/repeat', { to: 'a' }, key);
  await began.promise;
  const running = { status: 409, body: { detail: expect.stringContaining('still in progress') } };
  expect(await post('/repeat', { to: 'a' }, key)).toMatchObject(running);
  clock.advance(29_000);
  expect(await post('/repeat', { to: 'a' }, key)).toMatchObject(running);
  // Nobody renewed the claim by the clock that counts.
  clock.advance(2_000);
  work = () => ({ n: runs });
  expect(await post('/repeat', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: null });
  first.resolve({ n: 2 });
  expect(await lost).toMatchObject({ status: 201 });
  expect(await post('/repeat', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: 'true' });
  expect(runs).toBe(2);
});

test('what may be done again and failed is free to be tried at once', async () => {
  work = () => {
    throw upstream('Twilio is down');
  };
  expect(await post('/repeat', { to: 'a' }, key)).toMatchObject({ status: 502 });
  work = () => ({ n: runs });
  expect(await post('/repeat', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: null });
  expect(await post('/repeat', { to: 'a' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: 'true' });
});

test('after 24 hours a key is free again, and forgotten', async () => {
  await post('/dial', { to: 'a' }, key);
  const rows = () => database.system.selectFrom('idempotency_keys').select('key').execute();
  const age = () => {
    const created_at = new Date(clock.now().getTime() - 24 * 3_600_000);
    return database.system.updateTable('idempotency_keys').set({ created_at }).execute();
  };
  await age();
  expect(await post('/dial', { to: 'b' }, key)).toEqual({ status: 201, body: { n: 2 }, replayed: null });
  await deleteExpiredKeys(ctx);
  expect(await rows()).toEqual([{ key: 'one' }]);
  await age();
  await deleteExpiredKeys(ctx);
  expect(await rows()).toEqual([]);
});

test('a report with a screenshot is taken down once, and another picture is another request', async () => {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  const report = async (image: Buffer<ArrayBuffer>) => {
    const body = new FormData();
    body.set('message', 'The list stays empty');
    body.set('image', new Blob([image]), 'screen.png');
    const headers = { authorization: `Bearer ${token}`, ...key };
    const response = await fetch(`${url}/issues/`, { method: 'POST', headers, body });
    return { status: response.status, body: await response.json() };
  };
  const picture = Buffer.from(png, 'base64');
  const first = await report(picture);
  expect(first).toMatchObject({ status: 201, body: { screenshot_url: expect.any(String) } });
  expect(await report(picture)).toEqual(first);
  expect(await report(Buffer.concat([picture, Buffer.from('more')]))).toMatchObject({ status: 409 });
  const { id } = first.body as { id: string };
  const { tenant_id } = await database.system
    .selectFrom('issue_reports')
    .select('tenant_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const reports = database.system.selectFrom('issue_reports').select('id').where('tenant_id', '=', tenant_id);
  expect(await reports.execute()).toEqual([{ id }]);
});

test('no connection is held while the file store takes a screenshot', async () => {
  const { storage } = ctx.providers;
  const put = storage.put.bind(storage);
  const open: unknown[] = [];
  const spy = vi.spyOn(storage, 'put').mockImplementation(async (...stored) => {
    const { rows } = await sql<{ query: string }>`
      SELECT query FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'
    `.execute(database.system);
    open.push(...rows);
    await put(...stored);
  });
  try {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const body = new FormData();
    body.set('message', 'The list stays empty');
    body.set('image', new Blob([Buffer.from(png, 'base64')]), 'screen.png');
    const headers = { authorization: `Bearer ${token}`, ...key };
    expect((await fetch(`${url}/issues/`, { method: 'POST', headers, body })).status).toBe(201);
    expect(spy).toHaveBeenCalledTimes(1);
    expect(open).toEqual([]);
  } finally {
    spy.mockRestore();
  }
});

test('answers are stored sealed', async () => {
  work = () => ({ n: 987_654_321 });
  await post('/dial', { to: 'a' }, key);
  const { sealed_answer } = await database.system
    .selectFrom('idempotency_keys')
    .select('sealed_answer')
    .executeTakeFirstOrThrow();
  expect(sealed_answer).toMatch(/^v1\./);
  expect(sealed_answer).not.toContain('987654321');
});

test('a key that is too long is refused, and a public operation takes none', async () => {
  expect(await post('/dial', { to: 'a' }, { 'idempotency-key': 'k'.repeat(256) })).toMatchObject({ status: 400 });
  for (let count = 0; count < 2; count += 1) {
    const response = await fetch(`${url}/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key },
      body: JSON.stringify({ to: 'a' }),
    });
    expect(response.status).toBe(201);
  }
  expect(runs).toBe(2);
});
