import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { appRouter } from '@leadlock/api/router';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApiServer, type ApiServer, type ApiServerOptions } from '../src/server.ts';
import { ODD_BODIES, type OddBody } from './faults/bodies.ts';
import { requestBytes, sendBytes, type Delivery, type RawAnswer, type RawRequest } from './faults/send-bytes.ts';

/** What a request may keep `/health` from its answer, in milliseconds. */
const LONGEST_WAIT_MS = 100;
/** On a busy machine one measurement tells little; work that blocks the process blocks it every time. */
const MEASUREMENTS = 6;

let server: ApiServer;
/** The same, which has little patience. */
let hastyServer: ApiServer;
let token: string;
let tenantId: string;
const lines: string[] = [];
/** What would have ended the process. */
const deadly: unknown[] = [];
const remember = (error: unknown) => void deadly.push(error);

const database = await useDatabase();
beforeAll(async () => {
  process.on('uncaughtException', remember).on('unhandledRejection', remember);
  const log = createLogger({ service: 'api', level: 'info', destination: { write: (line) => lines.push(line) } });
  const system = createTestContext(database, { log });
  const start = (limits?: ApiServerOptions['limits']) =>
    startApiServer({
      system,
      authentication: createAuthentication(system),
      metrics: createMetrics({ service: 'api' }),
      isDraining: () => false,
      port: 0,
      host: '127.0.0.1',
      limits,
    });
  server = await start();
  hastyServer = await start({ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 });
  const tenant = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  tenantId = tenant.id;
  token = await signIn(system, tenant);
});
afterEach(expectUnharmed);
afterAll(async () => {
  process.off('uncaughtException', remember).off('unhandledRejection', remember);
  await Promise.all([server, hastyServer].map((each) => each.drain({ noticeMs: 0, patienceMs: 5_000 })));
});

/** The process goes on, nothing would have ended it, and nothing was answered with a 500. */
async function expectUnharmed(): Promise<void> {
  expect(await health()).toMatchObject({ status: 200 });
  expect(deadly.splice(0)).toEqual([]);
  expect(lines.splice(0).filter((line) => line.includes('"request failed"'))).toEqual([]);
}

async function health(): Promise<{ status: number | null; ms: number }> {
  const startedAt = performance.now();
  const { status } = await sendBytes(server.port, requestBytes({ method: 'GET', path: '/health' }));
  return { status, ms: performance.now() - startedAt };
}

const send = (request: RawRequest, delivery?: Delivery) => sendBytes(server.port, requestBytes(request), delivery);

interface Measured extends RawAnswer {
  /**
   * The least time that `/health` took which was asked for right behind a request: what of it was our own doing, for on a
   * busy machine others make us wait too. The process cannot have been held up for longer than it worked.
   */
  waitMs: number;
}

/** Sends a request, again while others have to wait for it. Returns the last answer. */
async function sendMeasured(request: RawRequest): Promise<Measured> {
  let waitMs = Number.POSITIVE_INFINITY;
  for (let count = 1; ; count += 1) {
    const before = process.cpuUsage();
    const sent = send(request);
    const { ms } = await health();
    const { user, system } = process.cpuUsage(before);
    const answer = await sent;
    waitMs = Math.min(waitMs, ms, (user + system) / 1_000);
    if (count === MEASUREMENTS || waitMs <= LONGEST_WAIT_MS) return { ...answer, waitMs };
  }
}

interface Target {
  path: string;
  isOwn: boolean;
}

/** One operation of each kind of door and body. */
const TARGETS: Record<string, () => Target> = {
  'a JSON operation': () => ({ path: '/agents', isOwn: true }),
  'a public operation': () => ({ path: '/auth/login', isOwn: false }),
  'a webhook': () => ({ path: `/webhooks/twilio/${tenantId}/voice`, isOwn: false }),
  'an upload': () => ({ path: '/issues/', isOwn: true }),
  'a procedure': () => ({ path: '/trpc/agents.create', isOwn: true }),
  'a public procedure': () => ({ path: '/trpc/auth.login', isOwn: false }),
  'a batch of procedures': () => ({ path: '/trpc/auth.login,agents.create,auth.login?batch=1', isOwn: true }),
  'a path that has no body': () => ({ path: '/openapi.json', isOwn: false }),
};

function requestTo({ path, isOwn }: Target, { type, bytes }: OddBody): RawRequest {
  const headers: Record<string, string> = isOwn ? { authorization: `Bearer ${token}` } : {};
  if (type !== '') headers['content-type'] = type;
  return { method: 'POST', path, headers, body: bytes };
}

const targetNames = Object.keys(TARGETS);
const bodyNames = Object.keys(ODD_BODIES);
const requestOf = (target: string, body: string): RawRequest =>
  requestTo(TARGETS[target]?.() as Target, ODD_BODIES[body] as OddBody);

describe.each(targetNames)('%s', (target) => {
  test.each(bodyNames)('answers %s and holds up nobody', async (body) => {
    const { status, text, waitMs } = await sendMeasured(requestOf(target, body));
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    // An error does not send a large body back.
    expect(text.length).toBeLessThan(250_000);
    expect(waitMs).toBeLessThan(LONGEST_WAIT_MS);
  });

  test.each(['in pieces', 'truncated', 'aborted', 'unread'] as const)('takes bodies that come %s', async (delivery) => {
    for (const body of bodyNames) await send(requestOf(target, body), delivery);
    for (const body of bodyNames) await send({ ...requestOf(target, body), isChunked: true }, delivery);
    expect(await health()).toMatchObject({ status: 200 });
  });
});

/** Addresses whose answers are streams, files or long. */
const READS = [
  '/calls/events',
  '/agency/calls/events',
  '/webhooks/events/stream',
  '/calls/export',
  '/agency/usage/export',
  '/agents',
  '/openapi.json',
  '/docs',
  '/docs/scalar.js',
  '/app/',
  '/app/assets/none.js',
  '/metrics',
  '/trpc/agents.list?batch=1&input=%7B%220%22%3A%7B%7D%7D',
];

test.each(READS)('%s survives readers who leave, and who want its head only', async (path) => {
  const headers = { authorization: `Bearer ${token}`, range: 'bytes=5-1', 'if-none-match': '*' };
  await Promise.all(Array.from({ length: 5 }, () => send({ method: 'GET', path, headers }, 'unread')));
  await Promise.all(Array.from({ length: 5 }, () => send({ method: 'GET', path, headers }, 'truncated')));
  const head = await send({ method: 'HEAD', path, headers });
  expect(head.status).not.toBe(500);
  expect(head.text.endsWith('\r\n\r\n')).toBe(true);
});

test('headers and fields that are sent twice are one request or none', async () => {
  const twice: [string, string][] = [
    ['content-type: application/json', 'content-type: multipart/form-data; boundary=b'],
    ['content-length: 2', 'content-length: 3'],
    ['transfer-encoding: chunked', 'transfer-encoding: identity'],
    ['authorization: Bearer a', `authorization: Bearer ${token}`],
    ['x-sub-account-id: a', 'x-sub-account-id: b'],
    ['idempotency-key: a', 'idempotency-key: b'],
    ['host: a', 'host: b'],
  ];
  for (const path of ['/agents', '/issues/', '/trpc/agents.create']) {
    for (const lines of twice) {
      const head = [`POST ${path} HTTP/1.1`, 'host: x', 'connection: close', ...lines].join('\r\n');
      const { status } = await sendBytes(server.port, Buffer.from(`${head}\r\n\r\n{}`), 'truncated');
      expect(status ?? 400).toBeLessThan(500);
    }
  }
});

/** What headers, a query or a path may hold that nobody meant. */
const ODD_TEXTS = [
  '%00',
  '%ED%A0%80',
  '%FF',
  '%',
  '%zz',
  'a'.repeat(400),
  '%F0%9F%98%80',
  '..%2f..%2fetc',
  "'",
  '\u00ff',
];

test('no operation fails for what its path, query or headers hold', async () => {
  const failed: string[] = [];
  for (const { method, path } of compileOperations(appRouter)) {
    for (const odd of ODD_TEXTS) {
      const { status } = await send({
        method,
        path: `${path.replaceAll(/\{\w+\}/g, odd)}?limit=${odd}&${odd}=1&after=${odd}`,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': odd,
          'x-sub-account-id': odd === '%' ? '' : odd,
          'last-event-id': odd,
          'user-agent': odd,
          'x-request-id': odd,
        },
      });
      if ((status ?? 500) >= 500) failed.push(`${method} ${path} with ${odd}: ${status}`);
    }
  }
  expect(failed).toEqual([]);
}, 120_000);

/** Writes a first part at once and then a byte at a time, until the server has had enough. */
function drip(port: number, first: string, next: string): Promise<{ ms: number; text: string }> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(first));
    const timer = setInterval(() => socket.write(next), 20);
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ ms: performance.now() - startedAt, text });
    });
  });
}

describe('a client that takes its time', () => {
  test.each([
    ['with its headers', 'GET /health HTTP/1.1\r\nhost: x\r\n', 'x-a: b\r\n'],
    [
      'with its JSON',
      'POST /auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{"a":"',
      'a',
    ],
    [
      'with its procedure',
      'POST /trpc/auth.login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{"a":"',
      'a',
    ],
    ['with its chunks', 'POST /auth/login HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\n \r\n'],
  ])('%s is cut off and holds up nobody', async (_what, first, next) => {
    const dripping = drip(hastyServer.port, first, next);
    expect((await health()).status).toBe(200);
    const { ms, text } = await dripping;
    expect(ms).toBeLessThan(5_000);
    expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  test('with an upload is cut off, and nothing of it stays', async () => {
    const head = [
      'POST /issues/ HTTP/1.1',
      'host: x',
      `authorization: Bearer ${token}`,
      'content-type: multipart/form-data; boundary=b',
      'content-length: 90000',
    ].join('\r\n');
    const part = '--b\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
    const { text } = await drip(hastyServer.port, `${head}\r\n\r\n${part}`, 'a');
    expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });
});

test('all of it leaves no memory behind', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = async () => {
    // What closed connections hold is let go a little later.
    for (let count = 0; count < 3; count += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    return process.memoryUsage().heapUsed;
  };
  const round = async () => {
    for (const target of targetNames) {
      for (const body of bodyNames) {
        await send(requestOf(target, body));
        await send(requestOf(target, body), 'aborted');
      }
    }
    lines.length = 0;
  };
  await round();
  const before = await heap();
  await round();
  await round();
  expect((await heap()) - before).toBeLessThan(15_000_000);
}, 240_000);
