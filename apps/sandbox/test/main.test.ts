import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import { basicAuth } from './sandbox-client.ts';

const NUMBERS = `/twilio/2010-04-01/Accounts/${DEMO_TWILIO.accountSid}/IncomingPhoneNumbers`;

/** Starts the process, runs `use` with its address, and ends it the way a deployment does. */
async function withProcess(dataDir: string, use: (url: string) => Promise<void>): Promise<number | null> {
  const child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH,
      SANDBOX_PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      JWT_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const { port } = JSON.parse(line) as { port?: number };
    if (port === undefined) continue;
    await use(`http://127.0.0.1:${port}`);
    break;
  }
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('the process serves, ends when asked to, and keeps what it knew', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const authorization = basicAuth(DEMO_TWILIO.accountSid, DEMO_TWILIO.authToken);
  const numberUrl = `${NUMBERS}/${DEMO_TWILIO.phoneNumberSid}.json`;
  try {
    const first = await withProcess(dataDir, async (url) => {
      expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
      const body = new URLSearchParams({ VoiceUrl: 'https://example.com/voice' });
      const answer = await fetch(url + numberUrl, { method: 'POST', headers: { authorization }, body });
      expect(answer.status).toBe(200);
    });
    const second = await withProcess(dataDir, async (url) => {
      const answer = await fetch(url + numberUrl, { headers: { authorization } });
      expect(await answer.json()).toMatchObject({ voice_url: 'https://example.com/voice' });
    });
    expect([first, second]).toEqual([0, 0]);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
