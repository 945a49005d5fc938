import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD, startRealApi, type RealApi } from './harness/real-api.ts';
import { createCliUser, type CliUser } from './harness/run-cli.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi();
});
afterAll(() => api.close());

interface SavedSession {
  kind: string;
  api_url: string;
  access_token: string;
  refresh_token: string;
  expires_at: string;
}

const fileOf = (user: CliUser) => join(user.configFolder, 'leadlock', 'credentials.json');
const savedIn = (user: CliUser) =>
  (JSON.parse(readFileSync(fileOf(user), 'utf8')) as { profiles: Record<string, SavedSession> }).profiles;
function changeSaved(user: CliUser, changes: Partial<SavedSession>): void {
  const { default: saved } = savedIn(user);
  writeFileSync(fileOf(user), JSON.stringify({ profiles: { default: { ...saved, ...changes } } }));
}

test('a session is saved where nobody else can read it, and used', async () => {
  const { email, tenant } = await api.signUp();
  const user = api.stranger();
  await user.ok(['login', '--email', email, '--password-stdin'], { input: `${PASSWORD}\n` });
  expect(statSync(fileOf(user)).mode & 0o777).toBe(0o600);
  expect(statSync(join(user.configFolder, 'leadlock')).mode & 0o777).toBe(0o700);
  expect(readFileSync(fileOf(user), 'utf8')).not.toContain(PASSWORD);

  const text = await user.ok(['whoami']);
  expect(text).toContain(`${email} (owner)`);
  expect(text).toContain(tenant.slug);
  expect(await user.json(['whoami'])).toMatchObject({ user: { email }, tenant: { id: tenant.id }, api_url: api.url });
});

test('a wrong password is refused and saves nothing', async () => {
  const { email } = await api.signUp();
  const user = api.stranger();
  const { code, stdout, stderr } = await user.run(['login', '--email', email, '--password-stdin'], { input: 'nope' });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^Error: .*password/i);
  expect(stderr).not.toContain('leadlock login');
  expect(() => statSync(fileOf(user))).toThrow('ENOENT');
});

test('logging in again ends the session before', async () => {
  const { email, user } = await api.signUp();
  const before = savedIn(user).default?.access_token ?? '';
  await user.ok(['login', '--email', email, '--password-stdin'], { input: PASSWORD });
  const answer = await fetch(`${api.url}/auth/me`, { headers: { authorization: `Bearer ${before}` } });
  expect(answer.status).toBe(401);
  await user.ok(['whoami']);
});

test('a password and an API key are two ways to log in', async () => {
  const args = ['login', '--email', 'a@example.com', '--password-stdin', '--api-key'];
  const { code, stderr } = await api.stranger().run(args, { input: PASSWORD });
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with option')]);
});

test('without a terminal nothing is asked', async () => {
  const result = await api.stranger().run(['login']);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('Use --email');
  const noPassword = await api.stranger().run(['login', '--email', 'a@example.com']);
  expect(noPassword.code).toBe(2);
  expect(noPassword.stderr).toContain('--password-stdin');
});

test('who is not logged in is told how', async () => {
  const { code, stderr } = await api.stranger().run(['whoami']);
  expect(code).toBe(3);
  expect(stderr).toContain('Not logged in');
  expect(stderr).toContain('leadlock login');
});

test('logout ends the session on the server and forgets it', async () => {
  const { user } = await api.signUp();
  const token = savedIn(user).default?.access_token ?? '';
  await user.ok(['logout']);
  expect(savedIn(user)).toEqual({});
  const answer = await fetch(`${api.url}/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(401);
  expect((await user.run(['whoami'])).code).toBe(3);
  expect((await user.run(['logout'])).code).toBe(0);
  const withKey = await user.run(['logout'], { env: { LEADLOCK_API_KEY: 'sk_live_x' } });
  expect(withKey.stderr).toContain('LEADLOCK_API_KEY is still set');
});

describe('profiles', () => {
  test('keep accounts apart', async () => {
    const first = await api.signUp();
    const second = await api.signUp();
    await first.user.ok(['login', '--profile', 'work', '--email', second.email, '--password-stdin'], {
      input: PASSWORD,
    });
    const whoIs = async (args: string[], env = {}) =>
      (await first.user.json<{ user: { email: string } }>(['whoami', ...args], { env })).user.email;
    expect(await whoIs([])).toBe(first.email);
    expect(await whoIs(['--profile', 'work'])).toBe(second.email);
    expect(await whoIs([], { LEADLOCK_PROFILE: 'work' })).toBe(second.email);
    expect((await first.user.run(['whoami', '--profile', 'nobody'])).code).toBe(3);
    expect((await first.user.run(['whoami', '--profile', 'toString'])).code).toBe(3);
    await first.user.ok(['logout', '--profile', 'work']);
    expect(await whoIs([])).toBe(first.email);
  });

  test('know an address however it is written', async () => {
    const { user } = await api.signUp();
    for (const LEADLOCK_API_URL of [api.url.replace('http', 'HTTP'), `${api.url}/`])
      await user.ok(['whoami'], { env: { LEADLOCK_API_URL } });
    const credentials = { kind: 'api_key', api_url: 'http://api.example.com', api_key: 'sk_live_x' };
    writeFileSync(fileOf(user), JSON.stringify({ profiles: { default: credentials } }));
    const { stderr } = await user.run(['whoami'], { env: { LEADLOCK_API_URL: 'http://API.example.com:80/' } });
    expect(stderr).toContain('Can’t connect to http://api.example.com');
  });

  test('are only sent to the address they were given for', async () => {
    const { user } = await api.signUp();
    const requests: string[] = [];
    const elsewhere: Server = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end('{}');
    });
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const { code, stderr } = await user.run(['whoami'], { env: { LEADLOCK_API_URL: url } });
    elsewhere.close();
    expect([code, requests]).toEqual([3, []]);
    expect(stderr).toContain(`logged in to ${api.url}`);
  });
});

describe('API keys', () => {
  test('in LEADLOCK_API_KEY win over what is saved', async () => {
    const { user, tenant } = await api.signUp();
    const other = await api.signUp();
    const key = (await user.ok(['keys', 'create', 'ci'])).trim();
    const env = { LEADLOCK_API_KEY: key };
    expect(await other.user.json(['whoami'], { env })).toMatchObject({ user: null, tenant: { id: tenant.id } });
    expect(await api.stranger().json(['whoami'], { env })).toMatchObject({ tenant: { id: tenant.id } });
    const wrong = await user.run(['whoami'], { env: { LEADLOCK_API_KEY: 'sk_live_wrong' } });
    expect(wrong.code).toBe(3);
  });

  test('need nothing that is saved', async () => {
    const { user } = await api.signUp();
    const key = (await user.ok(['keys', 'create', 'ci'])).trim();
    writeFileSync(fileOf(user), 'broken');
    expect(await user.ok(['whoami'], { env: { LEADLOCK_API_KEY: key } })).toContain('an API key');
  });

  test('are not shown when something is wrong with them', async () => {
    const { code, stderr } = await api.stranger().run(['whoami'], { env: { LEADLOCK_API_KEY: 'sk_live_secret\n' } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Invalid API key')]);
    expect(stderr).not.toContain('sk_live_secret');
  });

  test('can be saved, after they were tried', async () => {
    const { user, tenant } = await api.signUp();
    const key = (await user.ok(['keys', 'create', 'ci'])).trim();
    const other = api.stranger();
    expect((await other.run(['login', '--api-key', 'sk_live_wrong'])).code).toBe(3);
    await other.ok(['login', '--api-key'], { input: `${key}\n` });
    expect(await other.json(['whoami'])).toMatchObject({ user: null, tenant: { id: tenant.id } });
  });
});

describe('an access token that has expired', () => {
  const longAgo = '2026-01-01T00:00:00.000Z';

  test('is renewed and saved', async () => {
    const { user } = await api.signUp();
    const before = savedIn(user).default;
    changeSaved(user, { expires_at: longAgo });
    await user.ok(['whoami']);
    const after = savedIn(user).default;
    expect(after?.refresh_token).not.toBe(before?.refresh_token);
    expect(Date.parse(after?.expires_at ?? '')).toBeGreaterThan(Date.now());
    await user.ok(['whoami']);
    expect(savedIn(user).default).toEqual(after);
  });

  test('is renewed once by processes that find it so at the same time', async () => {
    const { user, tenant } = await api.signUp();
    changeSaved(user, { expires_at: longAgo });
    const results = await Promise.all(
      Array.from({ length: 4 }, () => user.run(['whoami', '--json'], { ownProcess: true })),
    );
    expect(results.map(({ code, stderr }) => [code, stderr])).toEqual(Array.from({ length: 4 }, () => [0, '']));
    const tokens = await api.database.system
      .selectFrom('refresh_tokens')
      .select('used_at')
      .where('tenant_id', '=', tenant.id)
      .execute();
    expect(tokens).toHaveLength(2);
    expect(tokens.filter(({ used_at }) => used_at !== null)).toHaveLength(1);
  });

  test('is renewed when the API refuses it before its time', async () => {
    const { user } = await api.signUp();
    changeSaved(user, { access_token: 'not.a.token' });
    await user.ok(['agents', 'list']);
    expect(savedIn(user).default?.access_token).not.toBe('not.a.token');
  });

  test('is the end where the session is over', async () => {
    const { user } = await api.signUp();
    changeSaved(user, { expires_at: longAgo, refresh_token: 'unknown' });
    const { code, stderr } = await user.run(['agents', 'list']);
    expect(code).toBe(3);
    expect(stderr).toContain('Your session has expired');
  });
});

describe('what is not an API', () => {
  test('cannot be reached', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => gone.close(resolve));
    const { code, stderr } = await createCliUser(url).run(['whoami'], { env: { LEADLOCK_API_KEY: 'sk_live_x' } });
    expect(code).toBe(1);
    expect(stderr).toContain(`Can’t connect to ${url}: ECONNREFUSED`);
  });

  test('is named', async () => {
    const page = createServer((_request, response) => response.writeHead(404).end('<html>not here</html>'));
    await once(page.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    const { code, stderr } = await createCliUser(url).run(['agents', 'list'], { env: { LEADLOCK_API_KEY: 'sk_x' } });
    page.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`${url} is not a Leadlock API (status 404)`);
  });

  test('is not taken for one by what asks over REST', async () => {
    const page = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>'),
    );
    await once(page.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    const user = createCliUser(url, { LEADLOCK_API_KEY: 'sk_x' });
    for (const args of [
      ['calls', 'export'],
      ['calls', 'play', 'x', '-o', join(user.configFolder, 'x.mp3')],
      ['agents', 'export'],
      ['calls', 'tail'],
      ['webhooks', 'listen'],
    ]) {
      const { code, stdout, stderr } = await user.run(args);
      const complaint = `Error: ${url} is not a Leadlock API (status 200)\n`;
      expect([args, code, stdout, stderr]).toEqual([args, 1, '', complaint]);
    }
    page.close();
  });

  test('has an address', async () => {
    const { code, stderr } = await createCliUser('nowhere').run(['whoami']);
    expect([code, stderr]).toEqual([2, 'Error: LEADLOCK_API_URL must be an http or https address\n']);
  });
});
