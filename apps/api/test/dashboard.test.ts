import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Settings } from '@leadlock/context/context';
import { newId, newToken } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { createLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';
import { sendBytes } from './faults/send-bytes.ts';

const TEMPLATE = `<!doctype html>
<html lang="en"><head>
<title>Leadlock</title>
<link rel="icon" href="/app/favicon.svg" />
<!--brand-->
<script type="module" crossorigin src="/app/assets/index-1.js"></script>
</head><body></body></html>`;
const SCRIPT = 'console.log("entry");'.repeat(50);
const MANIFEST = {
  'index.html': { file: 'assets/index-1.js', isEntry: true },
  'src/routes/_app.tsx?tsr-split=component': { file: 'assets/shell-1.js', imports: ['index.html', '_shared'] },
  'src/routes/_app/calls/index.tsx?tsr-split=component': { file: 'assets/calls-1.js', imports: ['_shared'] },
  'src/routes/_app/calls/$callId.tsx?tsr-split=component': { file: 'assets/call-1.js', css: ['assets/call-1.css'] },
  'src/routes/_app/calls/live.tsx?tsr-split=component': { file: 'assets/live-1.js' },
  'src/routes/_auth/sign-in.tsx?tsr-split=component': { file: 'assets/sign-in-1.js' },
  _shared: { file: 'assets/shared-1.js' },
};

interface TokenRow {
  tenant_id: string;
  id: string;
  token_hash: Buffer;
  created_at: Date;
  expires_at: Date;
}

let folder: string;
let server: ApiServer;
const lines: string[] = [];

async function startServer(
  dashboardFolder: string,
  { broken, settings }: { broken?: Database; settings?: Partial<Settings> } = {},
): Promise<ApiServer> {
  const log = createLogger({ service: 'api', level: 'info', destination: { write: (line) => lines.push(line) } });
  const system = createTestContext(broken ?? database, { log, settings });
  return startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
    dashboardFolder,
  });
}

const drain = (one: ApiServer) => one.drain({ noticeMs: 0, patienceMs: 5_000 });

const database = await useDatabase();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadlock-dashboard-'));
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, '.vite'));
  writeFileSync(join(folder, 'index.html'), TEMPLATE);
  writeFileSync(join(folder, 'first-paint.js'), '// first');
  writeFileSync(join(folder, 'assets/index-1.js'), SCRIPT);
  writeFileSync(join(folder, 'assets/index-1.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(folder, '.vite/manifest.json'), JSON.stringify(MANIFEST));
  server = await startServer(folder);
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  await drain(server);
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

/** A request under any host name, answered as it came: `fetch` sets the host, follows and unpacks. */
const get = (path: string, headers: Record<string, string> = {}, to = server): Promise<Answer> =>
  new Promise((resolve, reject) => {
    sendRequest({ host: '127.0.0.1', port: to.port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() });
      });
    })
      .on('error', reject)
      .end();
  });

const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const preloadsOf = async (path: string) =>
  [...(await get(path)).text.matchAll(/<link rel="(\w+)" crossorigin href="\/app\/assets\/([^"]+)"/g)]
    .map(([, rel, file]) => `${rel} ${file}`)
    .toSorted();

describe('the pages', () => {
  test('are one, at every address below /app, and never cached', async () => {
    for (const path of ['/app/', '/app/index.html', '/app/sign-in', '/app/calls/7?tab=cost']) {
      const { status, headers, text } = await get(path);
      expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-cache']);
      expect(headers['content-type']).toContain('text/html');
      expect(text).toContain('<title>Leadlock</title>');
      expect(text).toContain('src="/app/assets/index-1.js"');
      expect(text).not.toContain('<!--brand-->');
    }
  });

  test('may load nothing from elsewhere, and ask only for the microphone', async () => {
    const { headers, text } = await get('/app/sign-in');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).toMatch(/connect-src 'self' (wss?:\/\/)([^ ;]+:\*) \1\*\.\2;/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['permissions-policy']).toBe('microphone=(self)');
    expect(headers['x-frame-options']).toBe('DENY');
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(text).toContain(`<meta property="csp-nonce" nonce="${nonce}" />`);
    expect((await get('/app/sign-in')).headers['content-security-policy']).not.toContain(nonce);
  });

  test('are shown in no frame but the page that signs in from inside GoHighLevel, where that is set up', async () => {
    const framing = async (path: string, to: ApiServer) => {
      const { headers } = await get(path, NAVIGATION, to);
      const ancestors = /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy']))?.[1];
      return [path, ancestors, headers['x-frame-options']];
    };
    const embedded = await startServer(folder, { settings: { ghlSsoSecret: 'a-secret-of-ghl' } });
    try {
      const hosts = 'https://*.gohighlevel.com https://*.leadconnectorhq.com';
      expect(await framing('/app/embed', embedded)).toEqual(['/app/embed', hosts, undefined]);
      for (const path of [
        '/app/',
        '/app/sign-in',
        '/app/embedded',
        '/app/x/embed',
        '/app/embed/x',
        '/docs',
        '/health',
      ]) {
        expect(await framing(path, embedded)).toEqual([path, "'none'", 'DENY']);
      }
      expect(await framing('/app/embed', server)).toEqual(['/app/embed', "'none'", 'DENY']);
    } finally {
      await drain(embedded);
    }
  });

  test('name the files that they need, and no more', async () => {
    expect(await preloadsOf('/app/sign-in')).toEqual(['modulepreload sign-in-1.js']);
    expect(await preloadsOf('/app/calls')).toEqual([
      'modulepreload calls-1.js',
      'modulepreload shared-1.js',
      'modulepreload shell-1.js',
    ]);
    expect(await preloadsOf('/app/calls/live')).toContain('modulepreload live-1.js');
    expect(await preloadsOf('/app/calls/0190')).toEqual([
      'modulepreload call-1.js',
      'modulepreload shared-1.js',
      'modulepreload shell-1.js',
      'stylesheet call-1.css',
    ]);
    expect(await preloadsOf('/app/no/such/page')).toEqual([]);
  });

  test('lead to what is accepted at the sign-up, where the operator has told', async () => {
    expect((await get('/app/sign-up')).text).not.toMatch(/terms-of-service|privacy-policy/);
    const termsUrl = 'https://example.com/terms?v=2&lang=en';
    const other = await startServer(folder, { settings: { termsUrl } });
    const { text } = await get('/app/sign-up', {}, other);
    expect(text).toContain('<link rel="terms-of-service" href="https://example.com/terms?v=2&amp;lang=en" />');
    expect(text).not.toContain('privacy-policy');
    await drain(other);
  });

  test('are read anew after a build', async () => {
    const index = join(folder, 'index.html');
    writeFileSync(index, TEMPLATE.replace('index-1.js', 'index-2.js'));
    utimesSync(index, new Date(), new Date(Date.now() + 5_000));
    expect((await get('/app/')).text).toContain('index-2.js');
    writeFileSync(index, TEMPLATE);
    utimesSync(index, new Date(), new Date(Date.now() + 10_000));
    expect((await get('/app/')).text).toContain('index-1.js');
  });
});

describe('the files', () => {
  test('with a hash in their name are kept for a year, the others asked about each time', async () => {
    const asset = await get('/app/assets/index-1.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.text).toBe(SCRIPT);
    expect((await get('/app/first-paint.js')).headers['cache-control']).toBe('no-cache');
  });

  test('come compressed to those who can unpack them', async () => {
    const { headers, bytes } = await get('/app/assets/index-1.js', { 'accept-encoding': 'gzip' });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringContaining('Accept-Encoding') });
    expect(headers['content-type']).toContain('javascript');
    expect(gunzipSync(bytes).toString()).toBe(SCRIPT);
  });

  test('of an older build are gone, and those of the build itself hidden', async () => {
    expect(await get('/app/assets/index-0.js')).toMatchObject({ status: 404, text: '{"detail":"Not Found"}' });
    for (const path of ['/app/.vite/manifest.json', '/app/%2e%2e/package.json', '/app/..%2fpackage.json']) {
      expect((await get(path)).text).not.toMatch(/isEntry|workspace/);
    }
  });
});

describe('visitors', () => {
  test.each([
    ['/', '/app/'],
    ['/app', '/app/'],
    ['/app?next=%2Fcalls', '/app/?next=%2Fcalls'],
    ['/accept-invite?token=a.b%2Bc', '/app/accept-invite?token=a.b%2Bc'],
    ['//evil.example/x', '/app//evil.example/x'],
  ])('of %s are sent to %s', async (path, target) => {
    expect(await get(path, NAVIGATION)).toMatchObject({ status: 302, headers: { location: target } });
  });

  test('of what the api answers itself stay there, and programs get its 404', async () => {
    expect((await get('/agents', NAVIGATION)).status).toBe(401);
    expect((await get('/auth/login', NAVIGATION)).status).toBe(405);
    expect((await get('/docs', NAVIGATION)).status).toBe(200);
    expect((await get('/accept-invite?token=1')).text).toBe('{"detail":"Not Found"}');
  });
});

describe('a custom domain', () => {
  async function brand(domain: string, company_name: string, primary_color = '#204060') {
    const { id } = await createTenant(database, { tenant_type: 'agency' });
    await database.system.insertInto('branding').values({ tenant_id: id, company_name, primary_color }).execute();
    await database.system
      .insertInto('custom_domains')
      .values({ tenant_id: id, domain, token: 'token', verified_at: new Date(), verified_by: 'dns' })
      .execute();
  }

  test('shows its agency’s name and colors, and the product’s own address does not', async () => {
    await brand('app.northwind.example', 'Northwind');
    const { text, headers } = await get('/app/sign-in', { host: 'App.Northwind.example:8000' });
    const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(text).toContain('<title>Northwind</title>');
    expect(text).toContain(`<style nonce="${nonce}">html:root{--brand:#204060;--on-brand:#ffffff;`);
    const data = /<script type="application\/json" id="brand">(.+?)<\/script>/.exec(text)?.[1] ?? '';
    expect(JSON.parse(data)).toEqual({
      company_name: 'Northwind',
      logo_url: null,
      favicon_url: null,
      primary_color: '#204060',
    });
    expect((await get('/app/sign-in')).text).not.toContain('Northwind');
    expect(text).toMatch(/<meta name="installation-host" content="api\.example\.com" \/>/);
    expect((await get('/app/sign-in', { host: 'other.example' })).text).toContain('<title>Leadlock</title>');
  });

  test('cannot break out of the page by its name', async () => {
    const name = '</script></title><script>alert(1)</script><!--$& "\u2028';
    await brand('evil.example', name);
    const { text } = await get('/app/', { host: 'evil.example' });
    expect(text).not.toContain('<script>alert');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
    const data = /id="brand">([^]+?)<\/script>/.exec(text)?.[1] ?? '';
    expect((JSON.parse(data) as { company_name: string }).company_name).toBe(name);
  });

  test('shows the product’s own brand while the database does not answer', async () => {
    const broken = await createTestDatabase();
    const other = await startServer(folder, { broken });
    await broken.close();
    const { status, text } = await get('/app/', { host: 'app.northwind.example' }, other);
    expect([status, text.includes('<title>Leadlock</title>')]).toEqual([200, true]);
    expect(lines.join('\n')).toContain('failed to load the branding of a custom domain');
    await drain(other);
  });
});

describe('a link from an email', () => {
  const titleOf = (html: string) => /<title>(.+?)<\/title>/.exec(html)?.[1];

  test('shows the brand of the agency whose client it was sent to', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', name: 'Pixel' });
    const client = await createTenant(database, { parent_tenant_id: agency.id });
    const user = await createUser(database, client);
    await database.system
      .insertInto('branding')
      .values({ tenant_id: agency.id, company_name: 'Pixel Voice', primary_color: '#204060' })
      .execute();
    const tokenOf = async (insert: (row: TokenRow) => Promise<unknown>): Promise<string> => {
      const token = newToken();
      const token_hash = createHash('sha256').update(token).digest();
      const now = new Date();
      await insert({ tenant_id: client.id, id: newId(), token_hash, created_at: now, expires_at: now });
      return token;
    };
    const invitation = await tokenOf((row) =>
      database.system
        .insertInto('invites')
        .values({ ...row, email: 'dana@example.com', role: 'owner', invited_by: JSON.stringify({ type: 'system' }) })
        .execute(),
    );
    const reset = await tokenOf((row) =>
      database.system
        .insertInto('password_reset_tokens')
        .values({ ...row, user_id: user.id })
        .execute(),
    );
    for (const path of [`accept-invite?token=${invitation}`, `reset-password?token=${reset}`]) {
      expect([path, titleOf((await get(`/app/${path}`)).text)]).toEqual([path, 'Pixel Voice']);
    }
    for (const path of [`reset-password?token=${invitation}`, 'accept-invite?token=x', `sign-in?token=${reset}`]) {
      expect([path, titleOf((await get(`/app/${path}`)).text)]).toEqual([path, 'Leadlock']);
    }

    await database.system.updateTable('branding').set({ company_name: null, primary_color: '#6298B6' }).execute();
    expect((await get(`/app/accept-invite?token=${invitation}`)).text).toContain('<title>Leadlock</title>');
  });
});

test.each([
  ['HTTP/1.0', ''],
  ['HTTP/1.1', 'Host:\r\n'],
  ['HTTP/1.1', 'Host: x\r\nX-Forwarded-Host: , ,\r\n'],
])('a request that names no host is answered (%s %j)', async (version, headers) => {
  const answers: [string, number][] = [
    ['/app/sign-in', 200],
    ['/.well-known/leadlock-challenge.txt', 404],
    ['/health', 200],
  ];
  for (const [path, expected] of answers) {
    const bytes = Buffer.from(`GET ${path} ${version}\r\n${headers}Connection: close\r\n\r\n`);
    expect([path, (await sendBytes(server.port, bytes)).status]).toEqual([path, expected]);
  }
});

test('an api without a built dashboard says so, and how to build it', async () => {
  const other = await startServer(join(folder, 'nothing'));
  const { status, text } = await get('/app/sign-in', NAVIGATION, other);
  expect([status, text.includes('pnpm build:dashboard')]).toEqual([503, true]);
  expect(lines.filter((line) => line.includes('the dashboard is not built'))).toHaveLength(1);
  expect((await get('/health', {}, other)).status).toBe(200);
  await drain(other);
});
