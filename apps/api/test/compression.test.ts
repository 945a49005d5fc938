import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createAuthentication } from '@leadlock/identity/auth';
import { signIn } from '@leadlock/identity/testing';
import { createMetrics } from '@leadlock/observability/metrics';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, expect, test } from 'vitest';
import { startApiServer } from '../src/server.ts';

const database = await useDatabase();
const system = createTestContext(database);
const server = await startApiServer({
  system,
  authentication: createAuthentication(system),
  metrics: createMetrics({ service: 'api' }),
  isDraining: () => false,
  port: 0,
  host: '127.0.0.1',
});
afterAll(() => server.drain({ noticeMs: 0, patienceMs: 5_000 }));

const tenant = await createTenant(database);
const token = await signIn(system, tenant);
for (let index = 0; index < 3; index += 1) {
  await createAgent(database, tenant, { settings: { system_prompt: 'Be brief. '.repeat(200) } });
}

/** The answer as it is on the wire; of one that goes on for good, what came first. */
const get = (path: string, accepted?: string): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(accepted && { 'accept-encoding': accepted }) };
    sendRequest({ host: '127.0.0.1', port: server.port, path, agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      const isStream = response.headers['content-type']?.startsWith('text/event-stream');
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (isStream) response.destroy();
      });
      response.on('close', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });

test.each(['/agents', '/trpc/agents.list', '/openapi.json'])(
  '%s is sent compressed to who can read it',
  async (path) => {
    const plain = await get(path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-length']).toBe(String(plain.bytes.length));
    expect(plain.bytes.length).toBeGreaterThan(1_024);
    for (const [accepted, encoding, decompress] of [
      ['gzip', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
    ] as const) {
      const { headers, bytes } = await get(path, accepted);
      expect(headers).toMatchObject({ 'content-encoding': encoding, vary: expect.stringContaining('Accept-Encoding') });
      expect(bytes.length).toBeLessThan(plain.bytes.length / 2);
      expect(JSON.parse(decompress(bytes).toString())).toEqual(JSON.parse(plain.bytes.toString()));
    }
  },
);

test.each(['/agents/names', '/trpc/agents.names?input=%7B%7D', '/trpc/agents.get?input=%7B%22agent_id%22%3A1%7D'])(
  '%s is short and sent as it is',
  async (path) => {
    const { headers, bytes } = await get(path, 'gzip, br');
    expect(headers).toMatchObject({ 'content-length': String(bytes.length) });
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(bytes.toString())).toBeTruthy();
  },
);

test.each(['/calls/events', '/calls/export'])('%s is a stream, of which each piece goes out at once', async (path) => {
  const { headers } = await get(path, 'gzip, br');
  expect(headers['content-type']).toMatch(/^text\/(?:event-stream|csv)/);
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers['content-length']).toBeUndefined();
});
