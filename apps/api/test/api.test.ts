import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

let server: ApiServer;
let draining = false;
const lines: string[] = [];

const startServer = (): Promise<ApiServer> => {
  const log = createLogger({ service: 'api', level: 'info', destination: { write: (line) => lines.push(line) } });
  const system = createTestContext(database, { log });
  return startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => draining,
    port: 0,
    host: '127.0.0.1',
  });
};

const database = await useDatabase();
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  draining = false;
  lines.length = 0;
});
afterAll(async () => {
  await server.drain({ noticeMs: 0, patienceMs: 5_000 });
});

const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A request whose path is sent as it stands, which `fetch` would tidy up. */
const raw = (path: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    sendRequest({ host: '127.0.0.1', port: server.port, path, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });

const ACCOUNT = {
  email: 'ann@example.com',
  password: 'correct horse battery',
  company_name: 'Acme',
  tos_accepted: true,
};

test('health says when the process drains', async () => {
  const healthy = await call('/health');
  expect([healthy.status, await healthy.json()]).toEqual([200, { status: 'ok' }]);
  draining = true;
  const drained = await call('/health');
  expect([drained.status, await drained.json()]).toEqual([503, { status: 'draining' }]);
});

test('every answer has a request id; the client’s own is kept', async () => {
  const own = await call('/health', { headers: { 'X-Request-Id': 'client-chosen-1' } });
  expect(own.headers.get('x-request-id')).toBe('client-chosen-1');
  for (const path of ['/health', '/nowhere', '/docs', '/openapi.json']) {
    expect((await call(path)).headers.get('x-request-id')).toMatch(/^[\w-]{20,}$/);
  }
});

test('unknown paths are 404 in JSON and say nothing about the server', async () => {
  const answer = await call('/nowhere/at-all');
  expect([answer.status, await answer.json()]).toEqual([404, { detail: 'Not Found' }]);
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a path that cannot be decoded is the client’s fault', async () => {
  const answer = await raw('/docs/%E0%A4%A');
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body).toMatch(/^\{"detail":/);
});

test('the document is served, and the page that shows it needs no other host', async () => {
  const document = (await (await call('/openapi.json')).json()) as { openapi: string; paths: object };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(document.paths).toHaveProperty(['/health', 'get']);

  const page = await call('/docs');
  const html = await page.text();
  expect(page.headers.get('content-type')).toContain('text/html');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/https?:/);
  expect(html).not.toMatch(/https?:|<script>/);
  const scripts = [...html.matchAll(/src="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(scripts).toHaveLength(2);
  for (const script of scripts) {
    const answer = await call(script);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('javascript')]);
    expect(await answer.text()).toContain('createApiReference');
  }
});

test('browsers may call from the dashboard and from nowhere else', async () => {
  const preflight = (origin: string) =>
    call('/auth/login', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,x-sub-account-id',
      },
    });
  const allowed = await preflight('https://app.example.com');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect(allowed.headers.get('access-control-allow-headers')).toContain('X-Sub-Account-Id');
  const refused = await preflight('https://evil.example');
  expect(refused.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
});

test('an account works through both doors, and the log tells who asked without telling secrets', async () => {
  const signup = await call('/auth/signup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ACCOUNT),
  });
  expect(signup.status).toBeLessThan(300);
  const { access_token: token } = (await signup.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}` };

  const me = await call('/auth/me', { headers });
  const body: unknown = await me.json();
  expect([me.status, body]).toMatchObject([200, { user: { email: ACCOUNT.email } }]);
  const overTrpc = await call('/trpc/auth.me', { headers });
  expect([overTrpc.status, await overTrpc.json()]).toEqual([200, { result: { data: body } }]);

  await vi.waitFor(() => expect(logged()).toHaveLength(3), { timeout: 10_000 });
  expect(logged()).toMatchObject([
    { msg: 'request', method: 'POST', route: '/auth/signup', status: signup.status },
    {
      msg: 'request',
      method: 'GET',
      route: '/auth/me',
      status: 200,
      tenant: expect.any(String),
      user: expect.any(String),
    },
    { msg: 'request', method: 'GET', route: '/trpc/auth.me', status: 200, user: expect.any(String) },
  ]);
  expect(lines.join('')).not.toContain(token);
  expect(lines.join('')).not.toContain(ACCOUNT.password);
});

test('what goes wrong on our side is logged with the request, and the client sees neither message nor stack', async () => {
  const broken = await createTestDatabase();
  const log = createLogger({ service: 'api', level: 'info', destination: { write: (line) => lines.push(line) } });
  const system = createTestContext(broken, { log });
  const other = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
  await broken.close();
  const answer = await fetch(`http://127.0.0.1:${other.port}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: ACCOUNT.email, password: ACCOUNT.password }),
  });
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { detail: 'The database connection was lost. Try again in a few seconds.' },
  ]);
  const failure = logged().find(({ msg }) => msg === 'request failed');
  expect(failure).toMatchObject({ requestId: answer.headers.get('x-request-id'), err: { stack: expect.any(String) } });
  await other.drain({ noticeMs: 0, patienceMs: 5_000 });
});

test('a drain ends the streams, and the log counts the time until they began', async () => {
  const log = createLogger({ service: 'api', level: 'info', destination: { write: (line) => lines.push(line) } });
  const system = createTestContext(database, { log });
  const metrics = createMetrics({ service: 'api' });
  const other = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics,
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
  const token = await signIn(system, await createTenant(database));
  const answer = await fetch(`http://127.0.0.1:${other.port}/calls/events`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const text = answer.text();
  const openedAt = performance.now();
  await expect.poll(() => performance.now() - openedAt, { timeout: 5_000 }).toBeGreaterThan(700);
  await other.drain({ noticeMs: 0, patienceMs: 10_000 });
  expect(await text).toMatch(/^id: \S+\n: listening\n\n$/);
  const line = await vi.waitUntil(() => logged().find(({ msg }) => msg === 'request'));
  expect(line).toMatchObject({ route: '/calls/events', status: 200, streamedSeconds: 1 });
  expect(line).not.toHaveProperty('aborted');
  expect(line.ms).toBeLessThan(700);
});

test('metrics count requests by their pattern', async () => {
  await call('/nowhere/1');
  await call('/nowhere/2');
  await vi.waitFor(async () => {
    const text = await (await call('/metrics')).text();
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*route="unmatched",status="404"[^}]*\} [2-9]/);
    expect(text).not.toContain('/nowhere');
  }, 10_000);
});

test('draining answers what is running and then closes the port', async () => {
  const other = await startServer();
  const url = `http://127.0.0.1:${other.port}`;
  draining = true;
  const done = other.drain({ noticeMs: 300, patienceMs: 5_000 });
  expect((await fetch(`${url}/health`)).status).toBe(503);
  await done;
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
});

test('metrics are for whoever shows the token that is set', async () => {
  const other = await startApiServer({
    system: createTestContext(database),
    authentication: createAuthentication(createTestContext(database)),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    metricsToken: 'a-token-for-prometheus',
    port: 0,
    host: '127.0.0.1',
  });
  try {
    const url = `http://127.0.0.1:${other.port}/metrics`;
    expect((await fetch(url)).status).toBe(401);
    const shown = await fetch(url, { headers: { authorization: 'Bearer a-token-for-prometheus' } });
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('# TYPE')]);
  } finally {
    await other.drain({ noticeMs: 0, patienceMs: 5_000 });
  }
});
