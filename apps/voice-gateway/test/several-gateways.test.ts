import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { BrowserCallClient } from '@leadlock/voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProcess, variablesFor, type ProductProcess } from './product-process.ts';

const PATIENCE_MS = 60_000;
const GREETING = 'Hello, you have reached Bright Smile Dental.';

let dataDir: string;
let sandbox: ProductProcess;
let gateways: { url: string; process: ProductProcess }[] = [];
let api: ProductProcess;
let accessToken = '';

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A gateway's own address has to be known before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  dataDir = await mkdtemp(join(tmpdir(), 'leadlock-gateways-'));
  const common = variablesFor(database, dataDir);
  sandbox = await startProcess('sandbox', { ...common, SANDBOX_PORT: '0' });
  const ports = [await freePort(), await freePort()];
  const variables = {
    ...common,
    SANDBOX_URL: `http://127.0.0.1:${sandbox.port}`,
    PUBLIC_GATEWAY_URL: `ws://127.0.0.1:${ports[0]}`,
  };
  gateways = await Promise.all(
    ports.map(async (port) => {
      const url = `ws://127.0.0.1:${port}`;
      const own = { DATA_DIR: join(dataDir, String(port)), GATEWAY_PORT: String(port), OWN_GATEWAY_URL: url };
      return { url, process: await startProcess('voice-gateway', { ...variables, ...own }) };
    }),
  );
  api = await startProcess('api', { ...variables, API_PORT: '0' });
  const account = await request<{ access_token: string }>('POST', '/auth/signup', {
    email: 'dana@brightsmile.example',
    password: 'correct horse battery',
    company_name: 'Bright Smile Dental',
    tos_accepted: true,
  });
  accessToken = account.access_token;
}, 180_000);
afterAll(async () => {
  await Promise.all([api?.terminate(), ...gateways.map(({ process }) => process.terminate())]);
  await sandbox?.terminate();
  await rm(dataDir, { recursive: true, force: true });
});

const sessionsOpened = async (): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${sandbox.port}/sandbox/openai/sessions`);
  return ((await response.json()) as { opened: number }).opened;
};

/** How many voices that were opened ahead a gateway's calls have taken over. */
async function used({ process }: (typeof gateways)[number]): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${process.port}/metrics`)).text();
  return Number(/voice_prewarmed_sessions_total\{[^}]*fate="used"[^}]*\} (\d+)/.exec(metrics)?.[1] ?? 0);
}

interface Finished {
  ended_at: string | null;
  metadata: { first_audio_ms?: number };
}

/** Calls the agent, hears the greeting begin, and hangs up. Returns how long that took on the line, in ms. */
async function greetedAfter(url: string, token: string, callId: string): Promise<number> {
  expect(gateways.map((gateway) => `${gateway.url}/browser`)).toContain(url);
  const client = await BrowserCallClient.connect(url, token);
  await client.message({ type: 'transcript', role: 'agent', text: GREETING }, PATIENCE_MS);
  client.send({ type: 'hangup' });
  await client.closed;
  const call = (): Promise<Finished> => request('GET', `/calls/${callId}`);
  await expect.poll(async () => (await call()).ended_at, { timeout: PATIENCE_MS }).not.toBeNull();
  return (await call()).metadata.first_audio_ms ?? Infinity;
}

test(
  'each call has one voice, which the gateway that it is sent to has opened ahead',
  { timeout: 300_000 },
  async () => {
    const { id } = await request<{ id: string }>('POST', '/agents', {
      name: 'Ava',
      voice_provider: 'openai',
      greeting: GREETING,
      system_prompt: 'You are Ava, the receptionist for Bright Smile Dental.',
      enable_recording_disclosure: false,
      ai_speaks_first: true,
    });
    for (let call = 1; call <= 6; call++) {
      const { url, token, call_id } = await request<{ url: string; token: string; call_id: string }>(
        'POST',
        `/agents/${id}/test-call`,
      );
      // The voice is opened before anybody has connected.
      await expect.poll(sessionsOpened, { timeout: PATIENCE_MS, interval: 20 }).toBe(call);
      const tookMs = await greetedAfter(url, token, call_id);
      expect(tookMs).toBeLessThan(Infinity);
      expect(await sessionsOpened()).toBe(call);
    }
    const uses = await Promise.all(gateways.map(used));
    expect(uses.reduce((sum, count) => sum + count, 0)).toBe(6);
  },
);
