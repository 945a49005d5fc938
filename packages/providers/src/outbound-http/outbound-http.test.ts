import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ProviderError, type OutboundRequest } from '../contracts/index.ts';
import { isPublicAddress, parseAllowedHosts } from './address-policy.ts';
import { createOutboundHttp } from './outbound-http.ts';

const servers: Server[] = [];
async function listen(handler: RequestListener, host?: string): Promise<number> {
  const server = createServer(handler).listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

let port: number;
let otherPort: number;
const seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];

const serve: RequestListener = (req, res) => {
  void (async () => {
    const body = await text(req);
    seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
    const url = new URL(req.url ?? '/', 'http://server');
    const to = url.searchParams.get('to');
    if (to !== null) {
      res.writeHead(Number(url.searchParams.get('status') ?? 302), { location: to }).end('moved');
    } else if (url.pathname === '/slow') {
      res.write('a');
      await delay(60_000, undefined, { ref: false });
    } else if (url.pathname === '/large') {
      res.end(Buffer.alloc(200_000, 'x'));
    } else if (url.pathname === '/refused') {
      res.writeHead(503, { 'x-reason': 'busy' }).end('no');
    } else {
      res.end(`${req.method} ${req.url}`);
    }
  })();
};

beforeAll(async () => {
  port = await listen(serve);
  otherPort = await listen(serve);
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A name server that knows every name by these addresses. */
async function nameServer(records: { a?: string; aaaa?: string }) {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port: to, address }) => {
    const name = question.subarray(12, question.indexOf(0, 12) + 1);
    const type = question.readUInt16BE(12 + name.length);
    const found = type === 1 ? records.a : type === 28 ? records.aaaa : undefined;
    const bytes = found === undefined ? null : ipaddr.parse(found).toByteArray();
    const head = Buffer.alloc(12);
    question.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(bytes === null ? 0 : 1, 6);
    const asked = question.subarray(12, 12 + name.length + 4);
    const answer = bytes && Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
    socket.send(Buffer.concat([head, asked, answer ?? Buffer.alloc(0)]), to, address);
  });
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  return { server: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

const guarded = createOutboundHttp({ allowHosts: '' });
const get = (url: string): OutboundRequest => ({ url, method: 'GET', timeoutMs: 20_000 });

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProviderError)) throw new Error('expected a ProviderError', { cause: error });
  return error.code;
}

describe('private addresses', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://127.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'https://localhost:PORT/',
    'http://user:word@127.0.0.1:PORT/',
  ])('refuses %s, and nothing arrives', async (form) => {
    seen.length = 0;
    expect(await codeOf(guarded.request(get(form.replace('PORT', String(port)))))).toBe('blocked_address');
    expect(seen).toEqual([]);
  });

  it.each([
    '10.0.0.1',
    '172.16.5.4',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::7f00:1',
    '::2',
    '4000::1',
    '100:0:0:1::1',
    '3fff::1',
    '5f00::1',
    'not an address',
  ])('knows that %s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])(
    'knows that %s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/'])('refuses %s', async (url) => {
    expect(await codeOf(guarded.request(get(url)))).toBe('blocked_address');
  });
});

describe('allowed hosts', () => {
  it('reaches an allowed host on the named port, and no other', async () => {
    const outbound = createOutboundHttp({ allowHosts: `localhost:${port}` });
    const answer = await outbound.request(get(`http://localhost:${port}/hello`));
    expect(answer).toMatchObject({ status: 200, body: 'GET /hello' });
    expect(answer.durationMs).toBeGreaterThanOrEqual(0);
    expect(await codeOf(outbound.request(get(`http://localhost:${otherPort}/`)))).toBe('blocked_address');
    expect(await codeOf(outbound.request(get(`http://127.0.0.1:${port}/`)))).toBe('blocked_address');
  });

  it('reads hosts with and without ports, and IPv6 in brackets', () => {
    const allowed = parseAllowedHosts(' Sandbox, localhost:8002 ,[::1]:9,');
    expect(allowed.has('sandbox', 80)).toBe(true);
    expect(allowed.has('localhost', 8002)).toBe(true);
    expect(allowed.has('localhost', 80)).toBe(false);
    expect(allowed.has('[::1]', 9)).toBe(true);
    expect(allowed.has('::1', 10)).toBe(false);
    expect(allowed.has('', 80)).toBe(false);
  });
});

describe('redirects', () => {
  const local = () => createOutboundHttp({ allowHosts: `localhost:${port},localhost:${otherPort}` });
  const chain = (length: number): string => (length === 0 ? '/end' : `/?to=${encodeURIComponent(chain(length - 1))}`);

  it('follows three and no more', async () => {
    const outbound = local();
    expect((await outbound.request(get(`http://localhost:${port}${chain(3)}`))).body).toBe('GET /end');
    expect(await codeOf(outbound.request(get(`http://localhost:${port}${chain(4)}`)))).toBe('too_many_redirects');
    const none = { ...get(`http://localhost:${port}${chain(1)}`), maxRedirects: 0 };
    expect(await codeOf(outbound.request(none))).toBe('too_many_redirects');
  });

  it.each(['http://127.0.0.1:PORT/private', 'http://169.254.169.254/latest/meta-data', 'file:///etc/passwd'])(
    'does not follow one to %s',
    async (to) => {
      seen.length = 0;
      const target = encodeURIComponent(to.replace('PORT', String(port)));
      expect(await codeOf(local().request(get(`http://localhost:${port}/?to=${target}`)))).toBe('blocked_address');
      expect(seen).toHaveLength(1);
    },
  );

  it('keeps credentials from another origin, and the body with a 307', async () => {
    seen.length = 0;
    const to = encodeURIComponent(`http://localhost:${otherPort}/end`);
    await local().request({
      url: `http://localhost:${port}/?status=307&to=${to}`,
      method: 'POST',
      headers: { Authorization: 'Bearer secret', 'X-Api-Key': 'secret', 'Content-Type': 'text/plain', Host: 'evil' },
      body: 'hello',
      timeoutMs: 20_000,
    });
    expect(seen).toMatchObject([
      { method: 'POST', body: 'hello', headers: { 'x-api-key': 'secret', host: `localhost:${port}` } },
      { method: 'POST', body: 'hello', headers: { 'content-type': 'text/plain', host: `localhost:${otherPort}` } },
    ]);
    expect(seen[1]?.headers).not.toHaveProperty('authorization');
    expect(seen[1]?.headers).not.toHaveProperty('x-api-key');
  });

  it('turns a POST into a GET without a body at a 302', async () => {
    seen.length = 0;
    const url = `http://localhost:${port}/?to=/end`;
    await local().request({ ...get(url), method: 'POST', body: 'hello', headers: { 'content-type': 'text/plain' } });
    expect(seen[1]).toMatchObject({ method: 'GET', url: '/end', body: '' });
    expect(seen[1]?.headers).not.toHaveProperty('content-type');
  });
});

describe('redirects that keep the request', () => {
  const post = (to: string, status: number): OutboundRequest => ({
    url: `http://localhost:${port}/?status=${status}&to=${encodeURIComponent(to)}`,
    method: 'POST',
    headers: { 'X-Signature': 'abc', 'X-Api-Key': 'secret' },
    body: 'hello',
    redirects: 'same_request',
    redirectedHeaders: ['x-signature'],
    timeoutMs: 20_000,
  });
  const local = () => createOutboundHttp({ allowHosts: `localhost:${port},localhost:${otherPort}` });

  it('are followed with the named headers and no others', async () => {
    seen.length = 0;
    const answer = await local().request(post(`http://localhost:${otherPort}/end`, 308));
    expect(answer).toMatchObject({ status: 200, body: 'POST /end' });
    expect(seen[1]).toMatchObject({ method: 'POST', body: 'hello', headers: { 'x-signature': 'abc' } });
    expect(seen[1]?.headers).not.toHaveProperty('x-api-key');
  });

  it('are checked like the first address, and the error has their status', async () => {
    seen.length = 0;
    const refused = local().request(post(`http://127.0.0.1:${port}/end`, 307));
    await expect(refused).rejects.toMatchObject({ code: 'blocked_address', status: 307 });
    await expect(local().request(post('file:///etc/passwd', 307))).rejects.toMatchObject({
      code: 'blocked_address',
      status: 307,
    });
    expect(seen).toHaveLength(2);
  });

  it('are handed on when they are too many, as are those that would change the request', async () => {
    const again = (times: number): string =>
      times === 0 ? '/end' : `/?status=307&to=${encodeURIComponent(again(times - 1))}`;
    expect((await local().request(post(again(2), 307))).status).toBe(200);
    expect(await local().request(post(again(3), 307))).toMatchObject({ status: 307, body: 'moved' });
    seen.length = 0;
    expect(await local().request(post('/end', 302))).toMatchObject({ status: 302, body: 'moved' });
    expect(seen).toHaveLength(1);
  });
});

describe('names', () => {
  /** A name server that is asked and says nothing. */
  async function silentNameServer() {
    const socket = createSocket('udp4');
    let questions = 0;
    socket.on('message', () => (questions += 1));
    await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
    const server = `127.0.0.1:${socket.address().port}`;
    return { server, asked: () => questions, close: () => socket.close() };
  }

  it('whose name server is silent hold up no others, and nobody for longer than a request may take', async () => {
    const silent = await silentNameServer();
    const outbound = createOutboundHttp({ allowHosts: `localhost:${port}`, dnsServers: [silent.server] });
    const startedAt = performance.now();
    const hanging = Array.from({ length: 40 }, (_, at) => ({ ...get(`http://host-${at}.example/`), timeoutMs: 1_000 }));
    const codes = Promise.all(hanging.map((request) => codeOf(outbound.request(request))));
    await vi.waitUntil(() => silent.asked() >= 40, { timeout: 20_000 });
    // Names of the operator's are looked up as the system does it.
    expect(await outbound.request(get(`http://localhost:${port}/`))).toMatchObject({ status: 200 });
    expect(new Set(await codes)).toEqual(new Set(['timeout']));
    // The name server alone would be waited for for nine seconds.
    expect(performance.now() - startedAt).toBeLessThan(7_000);
    silent.close();
  });

  it.each(['localhost', 'localhost.', 'a.localhost'])('knows %s without asking', async (name) => {
    const silent = await silentNameServer();
    const outbound = createOutboundHttp({ allowHosts: '', dnsServers: [silent.server] });
    expect(await codeOf(outbound.request(get(`http://${name}:${port}/`)))).toBe('blocked_address');
    expect(silent.asked()).toBe(0);
    silent.close();
  });

  it.each<[string, { a?: string; aaaa?: string }]>([
    ['127.0.0.1', { a: '127.0.0.1' }],
    ['::1', { aaaa: '::1' }],
    ['both', { a: '10.0.0.1', aaaa: '::ffff:127.0.0.1' }],
  ])('that lead to a private address (%s) are refused', async (_, records) => {
    const zone = await nameServer(records);
    const outbound = createOutboundHttp({ allowHosts: '', dnsServers: [zone.server] });
    expect(await codeOf(outbound.request(get(`http://rebind.example:${port}/`)))).toBe('blocked_address');
    zone.close();
  });

  it('that do not exist lead nowhere', async () => {
    const zone = await nameServer({});
    const outbound = createOutboundHttp({ allowHosts: '', dnsServers: [zone.server] });
    expect(await codeOf(outbound.request(get('http://nobody.example/')))).toBe('unreachable');
    zone.close();
  });
});

describe('limits and failures', () => {
  const local = () => createOutboundHttp({ allowHosts: 'localhost' });

  it('gives up on an answer that does not end in time', async () => {
    const slow = { ...get(`http://localhost:${port}/slow`), timeoutMs: 300 };
    expect(await codeOf(local().request(slow))).toBe('timeout');
  });

  it('refuses an answer that is too long', async () => {
    const large = { ...get(`http://localhost:${port}/large`), maxResponseBytes: 100_000 };
    expect(await codeOf(local().request(large))).toBe('too_large');
    expect((await local().request({ ...large, maxResponseBytes: 200_000 })).body).toHaveLength(200_000);
  });

  it('cuts an answer short where that is asked for, also one that does not end', async () => {
    const large = { ...get(`http://localhost:${port}/large`), maxResponseBytes: 1_000, cutResponse: true };
    expect(await local().request(large)).toMatchObject({ status: 200, body: 'x'.repeat(1_000) });
    const slow = { ...large, url: `http://localhost:${port}/slow`, timeoutMs: 300 };
    expect(await local().request(slow)).toMatchObject({ status: 200, body: 'a' });
  });

  it('hands on an error answer as it is', async () => {
    const answer = await local().request(get(`http://localhost:${port}/refused`));
    expect(answer).toMatchObject({ status: 503, body: 'no', headers: { 'x-reason': 'busy' } });
  });

  it('says that nobody is there', async () => {
    const closed = createServer().listen(0, 'localhost');
    await once(closed, 'listening');
    const { port: free } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    expect(await codeOf(local().request(get(`http://localhost:${free}/`)))).toBe('unreachable');
    expect(await codeOf(local().request(get('not a url')))).toBe('unreachable');
  });

  it('sends the credentials of an address as basic authentication', async () => {
    seen.length = 0;
    await local().request(get(`http://ada:s%40cret@localhost:${port}/`));
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ada:s@cret').toString('base64')}`);
  });
});
