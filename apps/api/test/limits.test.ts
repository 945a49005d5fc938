import { appRouter } from '@leadlock/api/router';
import { randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import { hashApiKey } from '@leadlock/identity/api-keys';
import { createAuthentication, hashPassword } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createMetrics } from '@leadlock/observability/metrics';
import { createGuessLimit, rateLimits } from '@leadlock/platform/rate-limits';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type TestContext,
} from '@leadlock/testing/factories';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

let system: TestContext;
const servers: ApiServer[] = [];

async function start(trustProxy?: string | number): Promise<string> {
  const limits = rateLimits();
  const server = await startApiServer({
    system,
    authentication: createAuthentication(system, createGuessLimit(system, limits)),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    rateLimits: limits,
    trustProxy,
    port: 0,
    host: '127.0.0.1',
  });
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const database = await useDatabase();
beforeAll(async () => {
  // Its time stands still, so that it does not matter how long hashing takes.
  system = createTestContext(database, { clock: createMovableClock() });
});
beforeEach(async () => {
  await database.system.deleteFrom('rate_limit_buckets').execute();
  await database.system.deleteFrom('rate_limit_windows').execute();
  await database.system.deleteFrom('login_attempts').execute();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.drain({ noticeMs: 0, patienceMs: 5_000 })));
});

const post = (url: string, path: string, forwardedFor: string, body: object) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
    body: JSON.stringify(body),
  });
const logIn = (url: string, forwardedFor: string, body: object) => post(url, '/auth/login', forwardedFor, body);
/** Counts like a log-in, and hashes nothing. */
const renew = (url: string, forwardedFor: string) =>
  post(url, '/auth/refresh', forwardedFor, { refresh_token: 'guess' });

describe('an address behind a proxy', () => {
  /** Whether the two are one client: five attempts of the first leave the second none. */
  async function areOne(url: string, first: string, second: string): Promise<boolean> {
    for (let count = 0; count < 5; count++) expect((await renew(url, first)).status).toBe(401);
    return (await renew(url, second)).status === 429;
  }

  it.each<[string, string, string, boolean]>([
    ['with a port of its own each time', '203.0.113.1:4711', '203.0.113.1:4712', true],
    ['with a port, beside another one', '203.0.113.1:4711', '203.0.113.2:4711', false],
    ['in brackets', '[2001:db8:1:2::1]:443', '2001:db8:1:2:ffff::1', true],
    ['in another network of IPv6', '[2001:db8:1:2::1]:443', '[2001:db8:1:3::1]:443', false],
    ['with a zone', 'fe80::1%eth0', 'fe80::1%eth1', true],
    ['as IPv6 writes IPv4', '::ffff:203.0.113.1', '203.0.113.1', true],
    ['behind something that the client made up', '10.9.8.7, 203.0.113.1', '10.6.5.4, 203.0.113.1', true],
    ['behind rubbish that the client made up', 'rubbish, 203.0.113.1', '<x>, 203.0.113.1:1', true],
    ['behind a second proxy of ours that writes ports', '203.0.113.1, 127.0.0.1:9', '203.0.113.2, 127.0.0.1:9', false],
  ])('%s: %s and %s are one client: %s', async (_name, first, second, same) => {
    expect(await areOne(await start(), first, second)).toBe(same);
  });

  it('that it does not know is the proxy’s own, and no one else’s', async () => {
    const url = await start();
    expect(await areOne(url, 'unknown', '_hidden')).toBe(true);
    expect((await renew(url, '203.0.113.1')).status).toBe(401);
  });

  it('is taken from no one when there is no proxy', async () => {
    expect(await areOne(await start(0), '203.0.113.1', '203.0.113.2')).toBe(true);
  });

  it('is the one that the proxy wrote when only one is trusted', async () => {
    expect(await areOne(await start(1), '198.51.100.1, 203.0.113.1:5', '198.51.100.2, 203.0.113.1:6')).toBe(true);
  });
});

describe('an account', () => {
  it('has few of 120 guesses from 120 addresses judged, and lets its owner in from where they were before', async () => {
    const url = await start();
    const password = 'a long and unusual password';
    const hash = await hashPassword(password);
    const { email } = await createUser(database, await createTenant(database), { password_hash: hash });
    expect((await logIn(url, '198.51.100.7', { email, password })).status).toBe(200);
    const guess = (number: number) => logIn(url, `203.0.113.${number}`, { email: email.toUpperCase(), password: 'no' });
    const answers = await Promise.all(Array.from({ length: 120 }, (_, number) => guess(number)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(110);
    for (const { headers } of refused) expect(headers.get('retry-after')).toBe('30');
    expect((await logIn(url, '198.51.100.7:4711', { email, password })).status).toBe(200);
  });
});

describe('wrong credentials', () => {
  const newKey = () => `sk_live_${randomBytes(24).toString('hex')}`;
  const agents = async (url: string, headers: Record<string, string>, ip = '203.0.113.1') => {
    const response = await fetch(`${url}/agents`, { headers: { 'x-forwarded-for': ip, ...headers } });
    return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) };
  };
  const guess = (url: string, kind: string, ip?: string) =>
    kind === 'API keys'
      ? agents(url, { 'x-api-key': newKey() }, ip)
      : agents(url, { authorization: `Bearer ${kind === 'access tokens' ? 'a.b.c' : newKey()}` }, ip);

  it.each(['API keys', 'access tokens', 'API keys as bearer tokens'])('%s are few from an address', async (kind) => {
    const url = await start();
    const tenant = await createTenant(database);
    const good = newKey();
    const row = { tenant_id: tenant.id, id: newId(), name: 'Test', key_prefix: 'sk_live', key_hash: hashApiKey(good) };
    await database.system.insertInto('api_keys').values(row).execute();
    expect((await agents(url, { 'x-api-key': good })).status).toBe(200);
    let judged = 0;
    let answer = await guess(url, kind);
    // The allowance fills up again meanwhile, slower than anybody guesses.
    for (; answer.status === 401 && judged < 300; judged++) answer = await guess(url, kind);
    expect(judged).toBeGreaterThanOrEqual(30);
    expect(answer.status).toBe(429);
    expect(answer.retryAfter).toBeGreaterThan(0);
    // Those who share the address and have a credential of ours go on, and others may guess, too.
    expect((await agents(url, { 'x-api-key': good })).status).toBe(200);
    expect((await agents(url, { authorization: `Bearer ${await signIn(system, tenant)}` })).status).toBe(200);
    expect((await guess(url, kind, '203.0.113.2')).status).toBe(401);
  });
});

it('every operation that takes a secret of somebody without credentials has a limit', () => {
  const open = compileOperations(appRouter).filter(
    ({ path, meta, method }) => path.startsWith('/auth/') && meta.access === 'public' && method !== 'GET',
  );
  expect(open.length).toBeGreaterThan(5);
  expect(open.filter(({ rest }) => rest.rateLimit === undefined).map(({ path }) => path)).toEqual([]);
});
