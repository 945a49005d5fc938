import { appRouter } from '@leadlock/api/router';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication, issueTokens } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createMetrics } from '@leadlock/observability/metrics';
import { rateLimits, type RateLimits } from '@leadlock/platform/rate-limits';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

const servers: ApiServer[] = [];

async function start(limits: RateLimits): Promise<string> {
  const server = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    rateLimits: limits,
    port: 0,
    host: '127.0.0.1',
  });
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const database = await useDatabase();
const system = createTestContext(database);
beforeEach(async () => {
  await database.system.deleteFrom('rate_limit_buckets').execute();
  await database.system.deleteFrom('rate_limit_windows').execute();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.drain({ noticeMs: 0, patienceMs: 5_000 })));
});

const logIn = (url: string, address = '192.0.2.1') =>
  fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ email: 'nobody@example.com', password: 'not the word' }),
  });

test('an address may try to log in five times a minute, over all processes and both doors together', async () => {
  const [one, other] = [await start(rateLimits()), await start(rateLimits())];
  const statuses = [];
  for (const url of [one, other, one, other, one]) statuses.push((await logIn(url)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401]);
  const refused = await logIn(other);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toEqual({ detail: 'Too many requests' });
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  const overTrpc = await fetch(`${one}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
    body: JSON.stringify({ email: 'nobody@example.com', password: 'not the word' }),
  });
  expect(overTrpc.status).toBe(429);
  expect((await logIn(one, '192.0.2.2')).status).toBe(401);
});

test('an address may try five invitations an hour', async () => {
  const url = await start(rateLimits());
  const accept = () =>
    fetch(`${url}/auth/accept-invite`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'guessed', password: 'a long and unusual password' }),
    });
  const statuses = [];
  for (let count = 0; count < 5; count += 1) statuses.push((await accept()).status);
  expect(statuses).toEqual([400, 400, 400, 400, 400]);
  const refused = await accept();
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(3_500);
  expect(seconds).toBeLessThanOrEqual(3_600);
});

test('a user who asks too much is refused, others are not, and vendors’ webhooks never', async () => {
  const url = await start(rateLimits({ requestsPerMinute: 4 }));
  const tenant = await createTenant(database);
  const busy = await signIn(system, tenant);
  const calm = await signIn(system, tenant);
  const list = async (token: string) =>
    (await fetch(`${url}/agents`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await list(busy), await list(busy), await list(busy)]).toEqual([200, 200, 429]);
  expect(await list(calm)).toBe(200);
  for (let count = 0; count < 8; count += 1) {
    const webhook = await fetch(`${url}/webhooks/twilio/${tenant.id}/status`, { method: 'POST' });
    expect(webhook.status).not.toBe(429);
  }
});

test('every limit that an operation names exists', () => {
  const named = compileOperations(appRouter).flatMap(({ rest }) => rest.rateLimit ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => rateLimits()[name] === undefined)).toEqual([]);
});

test('an operation that creates something honors an Idempotency-Key', async () => {
  const url = await start(rateLimits());
  const token = await signIn(system, await createTenant(database));
  const create = (name: string) =>
    fetch(`${url}/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: JSON.stringify({ name, system_prompt: 'You answer the phone.' }),
    });
  const first = await create('Front desk');
  expect(first.status).toBe(201);
  const again = await create('Front desk');
  expect({ status: again.status, body: await again.json() }).toEqual({ status: 201, body: await first.json() });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect((await create('Another')).status).toBe(409);
});

test('every change by POST honors an Idempotency-Key, where there is somebody whose key it is', () => {
  const posts = compileOperations(appRouter).filter(({ method }) => method === 'POST');
  const without = posts.filter(({ isIdempotent, meta }) => !isIdempotent && (meta.access ?? 'public') !== 'public');
  // Logging out also ends a session whose token has expired; checking a slug or agents changes nothing. What an agent says
  // to a sound is a test that may be made again, and its answer is too long to be kept; so is a voice that is listened to. What
  // lets somebody listen to a call works once, and is kept nowhere. A call’s voice may be dropped twice.
  expect(without.map(({ path }) => path).toSorted()).toEqual([
    '/agency/sub-accounts/check-slug',
    '/agents/check',
    '/agents/test/voice',
    '/agents/wizard/preview-greeting-tts',
    '/auth/logout',
    '/calls/{call_id}/listen',
    '/test/kill-xai/{call_sid}',
  ]);
});

test('what was accepted or switched is so once under one key', async () => {
  const url = await start(rateLimits());
  const tenant = await createTenant(database);
  const token = await signIn(system, tenant);
  const post = async (path: string, body: object, key: string) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    const replayed = response.headers.get('idempotency-replayed');
    return { status: response.status, replayed, body: (await response.json()) as Record<string, unknown> };
  };
  const agent = await post('/agents', { name: 'Front desk', system_prompt: 'You answer the phone.' }, 'agent');
  for (const [path, body] of [
    ['/compliance/outbound/accept', { terms_version: '1.0' }],
    [`/agents/${String(agent.body.id)}/toggle`, {}],
  ] as const) {
    const first = await post(path, body, path);
    expect({ path, ...first }).toMatchObject({ status: 200, replayed: null });
    expect(await post(path, body, path)).toEqual({ ...first, replayed: 'true' });
  }
});

test('an answer that was kept is not for who may not ask any more', async () => {
  const url = await start(rateLimits());
  const tenant = await createTenant(database);
  const user = await createUser(database, tenant);
  const { access_token: token } = await issueTokens(system, database.system, user);
  const createKey = async () => {
    const response = await fetch(`${url}/auth/api-keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: '{}',
    });
    return { status: response.status, text: await response.text() };
  };
  const first = await createKey();
  expect(first).toMatchObject({ status: 200, text: expect.stringContaining('sk_live_') as string });
  expect(await createKey()).toEqual(first);
  await database.system.updateTable('users').set({ role: 'member' }).where('id', '=', user.id).execute();
  expect(await createKey()).toMatchObject({ status: 403, text: expect.not.stringContaining('sk_live_') as string });
});

test('answers that were kept count towards the limit as others do', async () => {
  const url = await start(rateLimits({ requestsPerMinute: 4 }));
  const token = await signIn(system, await createTenant(database));
  const create = async () => {
    const response = await fetch(`${url}/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: JSON.stringify({ name: 'Front desk', system_prompt: 'You answer the phone.' }),
    });
    return response.status;
  };
  expect([await create(), await create(), await create()]).toEqual([201, 201, 429]);
});

test('an address may look up so many domains, and no more', async () => {
  const limits = rateLimits();
  const url = await start({ ...limits, branding: { most: 3, perSeconds: 600, of: 'ip' } });
  const lookUp = (domain: string, address = '192.0.2.7') =>
    fetch(`${url}/api/public/branding?domain=${domain}`, { headers: { 'x-forwarded-for': address } });
  const statuses = [];
  for (const name of ['a', 'b', 'c', 'd']) statuses.push((await lookUp(`${name}.example.com`)).status);
  expect(statuses).toEqual([404, 404, 404, 429]);
  expect((await lookUp('a.example.com', '192.0.2.8')).status).toBe(404);
  expect(limits.branding).toMatchObject({ of: 'ip' });
});

test('an address may have so many links checked, and no more', async () => {
  const limits = rateLimits();
  const url = await start({ ...limits, 'check-link': { most: 2, perSeconds: 600, of: 'ip' } });
  const check = async (procedure: string, address = '192.0.2.9') => {
    const response = await fetch(`${url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ token: 'unknown' }),
    });
    return response.status;
  };
  const statuses = [];
  for (const of of ['invites', 'passwordReset', 'emailVerification']) statuses.push(await check(`${of}.check`));
  expect(statuses).toEqual([200, 200, 429]);
  expect(await check('invites.check', '192.0.2.10')).toBe(200);
  expect(limits['check-link']).toMatchObject({ of: 'ip' });
});

test('an account may hear so many voices, whoever of it listens, and no more', async () => {
  const limits = rateLimits();
  const url = await start({ ...limits, 'voice-preview': { most: 2, perSeconds: 600, of: 'tenant' } });
  const [tenant, other] = [await createTenant(database), await createTenant(database)];
  const listen = async (token: string) => {
    const response = await fetch(`${url}/agents/wizard/preview-greeting-tts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: '', voice_provider: 'local', voice_id: 'slt' }),
    });
    return response.status;
  };
  const statuses = [];
  for (let count = 0; count < 3; count++) statuses.push(await listen(await signIn(system, tenant)));
  expect(statuses).toEqual([422, 422, 429]);
  expect(await listen(await signIn(system, other))).toBe(422);
  expect(limits['voice-preview']).toMatchObject({ of: 'tenant' });
});
