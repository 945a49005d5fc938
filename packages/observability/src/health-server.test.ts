import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHealthServer, type HealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';

let draining = false;
let server: HealthServer;
const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });

beforeAll(async () => {
  const { registry } = createMetrics({ service: 'test' });
  server = await startHealthServer({ isDraining: () => draining, registry, port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

test('health is ok until the process drains', async () => {
  const healthy = await get('/health');
  expect([healthy.status, await healthy.json()]).toEqual([200, { status: 'ok' }]);
  draining = true;
  const drained = await get('/health?probe=1');
  expect([drained.status, await drained.json()]).toEqual([503, { status: 'draining' }]);
  draining = false;
});

test('metrics are in the format Prometheus reads', async () => {
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await answer.text()).toContain('# TYPE process_cpu_user_seconds_total counter');
});

test('anything else is refused', async () => {
  expect((await get('/other')).status).toBe(404);
  expect((await get('/health', 'POST')).status).toBe(405);
  expect((await get('/health', 'HEAD')).status).toBe(200);
});

test('metrics are for those who show the token, where there is one; health is for all', async () => {
  const { registry } = createMetrics({ service: 'guarded' });
  const options = { isDraining: () => false, registry, port: 0, host: '127.0.0.1', metricsToken: 'a-long-token' };
  const guarded = await startHealthServer(options);
  const ask = (authorization?: string, path = '/metrics') =>
    fetch(`http://127.0.0.1:${guarded.port}${path}`, { headers: authorization === undefined ? {} : { authorization } });
  try {
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer a-long-toke',
      'Bearer a-long-token2',
      'Basic a-long-token',
    ]) {
      const answer = await ask(wrong);
      expect([wrong, answer.status, answer.headers.get('www-authenticate')]).toEqual([wrong, 401, 'Bearer']);
      expect(await answer.text()).toBe('{"detail":"Not authenticated"}');
    }
    expect((await ask('Bearer a-long-token')).status).toBe(200);
    expect((await ask('bearer a-long-token', '/metrics?x=1')).status).toBe(200);
    expect((await ask(undefined, '/health')).status).toBe(200);
  } finally {
    await guarded.close();
  }
});
