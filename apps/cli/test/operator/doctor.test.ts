import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startSandbox, type Sandbox } from '@leadlock/app-sandbox/sandbox';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { newId } from '@leadlock/core/ids';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { silentLogger } from '@leadlock/observability/logger';
import { createTwilio } from '@leadlock/providers/twilio';
import { createTenant } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startRealApi, type RealApi } from '../harness/real-api.ts';
import { createCliUser, type CliResult } from '../harness/run-cli.ts';
import { createEmptyDatabase } from './empty-database.ts';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';

// Each run of the command line is a process of its own, and busy machines start those slowly.
vi.setConfig({ testTimeout: 90_000 });

const GATEWAY = fileURLToPath(new URL('../../../voice-gateway/src/main.ts', import.meta.url));
const JWT_SECRET = 'a secret that only tests know, 32+ bytes';
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
const AUTH_TOKEN = '0123456789abcdef0123456789abcdef';

const EVERYTHING =
  'environment, database, database roles, migrations, partitions, job queue, encryption, storage, disk space, DNS, voice codec, ' +
  'gateways, twilio, twilio messaging, xai, xai realtime, elevenlabs, openai, openai realtime, gemini, gemini realtime, anthropic, resend, public api, twilio signature, ' +
  'public gateway, clock';

const dataDir = mkdtempSync(join(tmpdir(), 'leadlock-doctor-'));
const servers: Server[] = [];
let sandbox: Sandbox;
let api: RealApi;
let gateway: ChildProcess;
let variables: Record<string, string>;

/** The product's gateway as a process, and the port it took. */
async function startGateway(env: Record<string, string>): Promise<number> {
  gateway = spawn(process.execPath, [GATEWAY], {
    env: { PATH: process.env.PATH, ...env, GATEWAY_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (!gateway.stdout) throw new Error('The gateway has no output');
  for await (const line of createInterface({ input: gateway.stdout })) {
    if (line.includes('"ready"')) return (JSON.parse(line) as { port: number }).port;
  }
  throw new Error('The gateway did not start');
}

async function connectTwilio(): Promise<void> {
  const { id } = await createTenant(api.database);
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const box = createSecretBox([ENCRYPTION_KEY]);
  await api.database.system
    .insertInto('integrations')
    .values({
      tenant_id: id,
      id: newId(),
      provider: 'twilio',
      account_id: accountSid,
      sealed_credentials: box.seal(AUTH_TOKEN, `integrations/${id}/twilio/${accountSid}`),
    })
    .execute();
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: silentLogger });
  const addresses = { apiUrl: `${sandbox.url}/twilio`, messagingUrl: `${sandbox.url}/twilio-messaging` };
  api = await startRealApi({ providers: { telephony: createTwilio(addresses) } });
  api.system.settings.publicApiUrl = api.url;
  await migrateJobs(ownerUrlOf(api.database));
  await connectTwilio();
  variables = {
    NODE_ENV: 'test',
    PROVIDERS: 'sandbox',
    SANDBOX_URL: sandbox.url,
    DATABASE_URL: api.database.connectionString,
    DATABASE_OWNER_URL: ownerUrlOf(api.database),
    DATA_DIR: dataDir,
    PUBLIC_API_URL: api.url,
    JWT_SECRET,
    ENCRYPTION_KEY,
    GHL_SSO_SECRET: 'a-secret-of-ghl',
  };
  variables.PUBLIC_GATEWAY_URL = `ws://127.0.0.1:${await startGateway(variables)}`;
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(async () => {
  gateway.kill();
  await once(gateway, 'exit');
  await api.close();
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A server that is not one of ours. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Report {
  ok: boolean;
  findings: { check: string; status: string; detail: string; remedy?: string }[];
}

interface Visit extends CliResult {
  report: Report;
  /** Details of what a check found, by status: `failed` of `openai`. */
  of: (check: string, status: string) => string[];
}

/** Runs the doctor on the installation with some of its variables changed; undefined takes one away. */
async function visit(changes: Record<string, string | undefined> = {}, args: string[] = []): Promise<Visit> {
  const given = Object.entries({ ...variables, ...changes }).filter((entry): entry is [string, string] => !!entry[1]);
  const user = createCliUser('http://127.0.0.1:1', Object.fromEntries(given));
  const result = await user.run(['doctor', '--json', ...args]);
  const report = JSON.parse(result.stdout) as Report;
  const of = (check: string, status: string) =>
    report.findings.filter((found) => found.check === check && found.status === status).map(({ detail }) => detail);
  return { ...result, report, of };
}

test('a sound installation passes every check', async () => {
  const { code, report, stdout } = await visit();
  expect(report.findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(code).toBe(0);
  expect(new Set(report.findings.map(({ check }) => check))).toEqual(new Set(EVERYTHING.split(', ')));
  expect(readdirSync(join(dataDir, 'files'))).toEqual([]);
  for (const secret of [JWT_SECRET, ENCRYPTION_KEY, AUTH_TOKEN, 'sk-sandbox']) expect(stdout).not.toContain(secret);
});

test('people get a line for each finding, with what to do', async () => {
  const user = createCliUser('http://127.0.0.1:1', { ...variables, GHL_SSO_SECRET: '' });
  const { code, stdout } = await user.run(['doctor']);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^ok {7}database +PostgreSQL \d+, \d+ ms$/));
  expect(lines).toContainEqual(expect.stringMatching(/^warning {2}environment +GHL_SSO_SECRET is not set: .+ — set /));
  expect(lines.at(-1)).toBe('0 failures, 1 warning.');
});

test('metrics that anybody can read are warned of, and those behind a token are not', async () => {
  const open = await visit({ NODE_ENV: 'production' });
  const addresses = [api.url, variables.PUBLIC_GATEWAY_URL?.replace('ws', 'http')].map((url) => `${url}/metrics`);
  expect(open.of('metrics', 'warning')).toEqual([`${addresses.join(' and ')} can be read by anyone`]);
  const guarded = await serve((_request, response) => response.writeHead(401).end());
  const shut = await visit({
    NODE_ENV: 'production',
    PUBLIC_API_URL: guarded,
    PUBLIC_GATEWAY_URL: guarded.replace('http', 'ws'),
  });
  expect(shut.of('metrics', 'ok')).toHaveLength(1);
});

test('missing and unusable variables are named, and the rest is looked at all the same', async () => {
  const { code, of } = await visit({ JWT_SECRET: undefined, API_PORT: 'many', OPENAI_API_KEY: undefined });
  expect(code).toBe(1);
  const failures = of('environment', 'failed');
  expect(failures).toEqual([expect.stringMatching(/^API_PORT /), 'JWT_SECRET is not set']);
  expect(of('database', 'ok')).toHaveLength(1);
  expect(of('public gateway', 'ok')).toHaveLength(1);
});

test('live calls need public addresses, and a bucket its keys', async () => {
  const nowhere = {
    PROVIDERS: 'live',
    STORAGE_URL: 's3://bucket',
    DATABASE_URL: undefined,
    DATABASE_OWNER_URL: undefined,
  };
  const vendors = { TWILIO_API_URL: sandbox.url, TWILIO_MESSAGING_URL: sandbox.url };
  const { of } = await visit({ ...nowhere, ...vendors });
  expect(of('environment', 'warning')).toEqual(
    expect.arrayContaining([
      expect.stringContaining('PUBLIC_GATEWAY_URL is ws://'),
      expect.stringContaining('OPENAI_API_KEY is not set'),
      expect.stringContaining('XAI_API_KEY is not set'),
      expect.stringContaining('RESEND_API_KEY is not set'),
    ]),
  );
  expect(of('environment', 'failed')).toHaveLength(2);
  expect(of('database', 'failed')).toEqual(['DATABASE_URL is not set', 'DATABASE_OWNER_URL is not set']);
});

test('keys that are refused are named by their variable, and not shown', async () => {
  const keys = {
    OPENAI_API_KEY: 'sk-wrong-one',
    XAI_API_KEY: 'xai-wrong-one',
    GEMINI_API_KEY: 'AIza-wrong-one',
    ANTHROPIC_API_KEY: 'sk-ant-wrong-one',
    RESEND_API_KEY: 're_wrong_one',
  };
  const { code, report, stdout } = await visit(keys);
  expect(code).toBe(1);
  const failed = report.findings.filter(({ status }) => status === 'failed');
  expect(failed.map(({ check, remedy }) => [check, remedy])).toEqual([
    ['xai', 'set XAI_API_KEY to a valid key'],
    ['xai realtime', 'set XAI_API_KEY to a valid key'],
    ['openai', 'set OPENAI_API_KEY to a valid key'],
    ['openai realtime', 'set OPENAI_API_KEY to a valid key'],
    ['gemini', 'set GEMINI_API_KEY to a valid key'],
    ['gemini realtime', 'check that your account has access to this model'],
    ['anthropic', 'set ANTHROPIC_API_KEY to a valid key'],
    ['resend', 'set RESEND_API_KEY to a valid key'],
  ]);
  for (const key of Object.values(keys)) expect(stdout).not.toContain(key);
});

test('a sender whose domain Resend does not know is found', async () => {
  const { of } = await visit({ EMAIL_FROM: 'Us <us@elsewhere.example>' });
  expect(of('resend', 'failed')).toEqual([expect.stringContaining('elsewhere.example is not one of its domains')]);
});

test('a stray % in the password of an address changes nothing', async () => {
  const { code, of, stdout } = await visit({ HTTP_PROXY_OF_US: 'http://me:50%off-today@proxy.example.com' });
  expect([code, of('environment', 'failed')]).toEqual([0, []]);
  expect(stdout).not.toContain('50%off-today');
  const faulty = await visit({ DATABASE_OWNER_URL: 'postgres://me:50%off-today@127.0.0.1:1/none' });
  expect([faulty.code, faulty.of('database', 'failed')]).toEqual([1, ['can’t connect to 127.0.0.1:1/none']]);
  expect(faulty.stdout).not.toContain('50%off-today');
});

test('without a database the rest is looked at, and its password stays hidden', async () => {
  const { code, of, stdout } = await visit({ DATABASE_OWNER_URL: 'postgres://me:hidden-word@127.0.0.1:1/none' });
  expect(code).toBe(1);
  expect(of('database', 'failed')).toEqual(['can’t connect to 127.0.0.1:1/none']);
  expect(of('migrations', 'warning')).toEqual(['skipped: can’t connect to the database']);
  expect(of('openai', 'ok')).toHaveLength(1);
  expect(of('twilio signature', 'warning')).toEqual([expect.stringContaining('forged webhooks are rejected')]);
  expect(stdout).not.toContain('hidden-word');
});

test('an account that owns the tables is no login of the product', async () => {
  const login = new URL(ownerUrlOf(api.database));
  const { code, of } = await visit({ DATABASE_URL: login.href });
  expect([code, of('database roles', 'failed')]).toEqual([1, [expect.stringContaining('DATABASE_URL logs in as')]]);
  login.password = 'another word';
  const refused = await visit({ DATABASE_URL: login.href });
  expect(refused.of('database roles', 'failed')).toEqual([expect.stringContaining('can’t connect to the database at')]);
  expect((await visit()).of('database roles', 'ok')).toEqual([
    expect.stringContaining('owns nothing'),
    expect.stringContaining('subject to row-level security'),
  ]);
});

test('a database without migrations is told from one that is away', async () => {
  const empty = await createEmptyDatabase();
  const { code, of } = await visit({ DATABASE_URL: empty.connectionString, DATABASE_OWNER_URL: empty.ownerUrl });
  await empty.drop();
  expect(code).toBe(1);
  expect(of('migrations', 'failed')).toEqual([expect.stringMatching(/are not applied: .*foundation/)]);
  expect(of('job queue', 'failed')).toEqual(['its tables do not exist']);
  expect(of('encryption', 'warning')).toEqual(['skipped: tables are missing']);
});

test('months without a partition, and rows that have none, are warned of', async () => {
  const owner = connectAsOwner(ownerUrlOf(api.database));
  const { rows } = await sql<{ name: string; from_id: string; before_id: string; month: string }>`
    SELECT name, from_id, before_id, to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY-MM') AS month
    FROM month_partitions('messages')
    WHERE from_id = first_id_at((date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC')
  `.execute(owner);
  const [{ name, from_id: id, before_id: beforeId, month } = { name: '', from_id: '', before_id: '', month: '' }] =
    rows;
  await sql`ALTER TABLE messages DETACH PARTITION partitions.${sql.id(name)}`.execute(owner);
  const tenant = await createTenant(api.database);
  await sql`INSERT INTO messages (tenant_id, id, direction, from_number, to_number, body, status)
    VALUES (${tenant.id}, ${id}, 'outbound', '+1', '+2', 'Hi', 'sent')`.execute(owner);
  const { code, of } = await visit();
  expect([code, of('partitions', 'warning')]).toEqual([
    0,
    [`messages has no partition for ${month}`, expect.stringContaining('messages has rows in its default partition')],
  ]);
  await sql`DELETE FROM messages WHERE id = ${id}`.execute(owner);
  await sql`ALTER TABLE messages ATTACH PARTITION partitions.${sql.id(name)}
    FOR VALUES FROM (${sql.lit(id)}) TO (${sql.lit(beforeId)})`.execute(owner);
  await owner.destroy();
});

test('stored secrets are counted by what opens them', async () => {
  const other = randomBytes(32).toString('base64');
  const wrong = await visit({ ENCRYPTION_KEY: other });
  expect(wrong.of('encryption', 'failed')).toEqual([
    '1 of the Twilio credentials is encrypted with a key that is not in ENCRYPTION_KEY',
  ]);
  expect(wrong.code).toBe(1);
  expect(wrong.of('twilio signature', 'warning')).toEqual([
    expect.stringContaining('no Twilio account with readable credentials'),
  ]);
  const unusable = await visit({ ENCRYPTION_KEY: 'c2hvcnQ=' });
  expect(unusable.of('twilio signature', 'warning')).toEqual([expect.stringContaining('ENCRYPTION_KEY is invalid')]);
  const rotating = await visit({ ENCRYPTION_KEY: `${other},${ENCRYPTION_KEY}` });
  expect(rotating.of('encryption', 'warning')).toEqual(['1 stored secret encrypted with an older key']);
  const rotated = await visit({ ENCRYPTION_KEY: `${ENCRYPTION_KEY},${other}` });
  expect(rotated.of('encryption', 'warning')).toEqual([expect.stringContaining('no longer used')]);
});

test('a clock that is off is found by the date of an answer', async () => {
  const url = await serve((_request, response) => {
    response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString()).end('{"data":[]}');
  });
  const { code, of } = await visit({ OPENAI_API_URL: url });
  expect(code).toBe(1);
  expect(of('clock', 'failed')).toEqual([
    expect.stringMatching(/^the clock of openai is 3[56]\d\d s ahead of this machine’s$/),
  ]);
  expect(of('clock', 'ok')).toEqual([expect.stringContaining('database')]);
});

test('who does not answer holds nothing up', async () => {
  const url = await serve(() => undefined);
  const closed = await serve(() => undefined);
  servers.pop()?.close();
  const { code, of } = await visit({ XAI_API_URL: url, LOCAL_LLM_URL: closed }, ['--timeout', '2']);
  expect(code).toBe(1);
  expect(of('xai', 'failed')).toEqual([`Can’t connect to ${new URL(url).host} (timed out)`]);
  expect(of('local LLM', 'failed')).toEqual([`Can’t connect to ${new URL(closed).host} (ECONNREFUSED)`]);
});

test('an api that takes its address for another one refuses what Twilio would sign', async () => {
  api.system.settings.publicApiUrl = 'https://elsewhere.example.com';
  const { code, of } = await visit().finally(() => (api.system.settings.publicApiUrl = api.url));
  expect(code).toBe(1);
  expect(of('twilio signature', 'failed')).toEqual([expect.stringContaining('rejects webhooks signed for')]);
  expect(of('public api', 'ok')).toHaveLength(1);
});

test('the address of another service is not taken for that of api', async () => {
  const gatewayUrl = (variables.PUBLIC_GATEWAY_URL ?? '').replace('ws', 'http');
  const { code, of } = await visit({ PUBLIC_API_URL: gatewayUrl });
  expect([code, of('public api', 'failed')]).toEqual([1, [`${gatewayUrl} is not the api service`]]);
});

test('a proxy that does not pass requests on as they are is found', async () => {
  const redirecting = await serve((request, response) => {
    response.writeHead(301, { location: `https://www.example.com${request.url}` }).end();
  });
  const { of } = await visit({ PUBLIC_API_URL: redirecting, PUBLIC_GATEWAY_URL: api.url.replace('http', 'ws') });
  expect(of('public api', 'failed')).toEqual([expect.stringContaining('redirects to https://www.example.com')]);
  expect(of('twilio signature', 'failed')).toEqual([expect.stringContaining('HTTP 301 instead of 403')]);
  expect(of('public gateway', 'failed')).toHaveLength(1);

  const rewriting = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url?.split('?', 1)[0] ?? '';
      const kept = ['content-type', 'x-twilio-signature'].map((name) => [name, String(request.headers[name])]);
      const headers = Object.fromEntries(kept) as Record<string, string>;
      const body = request.method === 'POST' ? Buffer.concat(chunks) : undefined;
      void fetch(`${api.url}${path}`, { method: request.method, headers, body }).then(async (answer) =>
        response.writeHead(answer.status).end(await answer.text()),
      );
    });
  });
  // What api believes and what is called agree here; only the query is lost.
  api.system.settings.publicApiUrl = rewriting;
  const behind = await visit({ PUBLIC_API_URL: rewriting }).finally(() => (api.system.settings.publicApiUrl = api.url));
  expect(behind.of('public api', 'ok')).toHaveLength(1);
  expect(behind.of('twilio signature', 'failed')).toEqual([expect.stringContaining('rejects webhooks signed for')]);
});

test('storage that cannot be written is found', async () => {
  const refusing = await serve((_request, response) => {
    response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
  });
  const keys = { S3_ACCESS_KEY_ID: 'an-access-key', S3_SECRET_ACCESS_KEY: 'a-secret-key' };
  const { of, stdout } = await visit({ STORAGE_URL: 's3://bucket', S3_ENDPOINT: refusing, ...keys });
  expect(of('storage', 'failed')).toEqual([expect.stringContaining('a file can’t be written in s3://bucket')]);
  for (const key of Object.values(keys)) expect(stdout).not.toContain(key);
});
