import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { createApiApp } from '@leadlock/app-api/app';
import { forTenant } from '@leadlock/context/context';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { newId } from '@leadlock/core/ids';
import { connectTwilio } from '@leadlock/crm/integrations';
import { connectDatabase } from '@leadlock/db/client';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { createAuthentication } from '@leadlock/identity/auth';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { createMetrics } from '@leadlock/observability/metrics';
import { createTwilio } from '@leadlock/providers/twilio';
import { createAgent, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import type { BuiltVendorName } from '@leadlock/voice/vendors';

/** A call that rings: what its media stream shows to be let in. */
export interface Caller {
  callSid: string;
  token: string;
  /** Whom the agent is told to speak with. */
  number: string;
}

/** All that a gateway needs to hold calls as it does for customers: a database, its accounts, and calls that ring. */
export interface Deployment {
  /** Lets so many people call agents that speak with this provider, and wait for the caller unless `settings` say more. */
  ring(provider: BuiltVendorName, count: number, settings?: Record<string, unknown>): Promise<Caller[]>;
  /** What is kept of a call, once it is over. */
  find(callSid: string): Promise<KeptCall>;
  /** The texts that the carrier was asked to send to a number, in their order. */
  textsTo(number: string): readonly string[];
  /** What the gateway's process is told. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export interface KeptCall {
  transcript: { role: string; content: string }[];
  metadata: {
    function_calls: { function: string; arguments: object; success: boolean }[];
    voices: { provider: string; lost?: string }[];
    first_audio_ms: number | null;
  };
}

/** Of the plan `pro`, with room for calls that began in an earlier round. */
const CALLS_OF_ACCOUNT = 50;
const PUBLIC_URL = 'https://api.example.com';
const AUTH_TOKEN = 'the-token-of-the-bench';
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/**
 * Starts a database with the product's schema, the API that answers Twilio's webhooks, and a carrier that records and texts.
 * @param textMs how long the carrier takes to accept a text
 */
export async function createDeployment({ textMs = 0 } = {}): Promise<Deployment> {
  const postgres = await startEmbeddedPostgres({ throwaway: true });
  await migrate(postgres);
  await migrateJobs(postgres.ownerUrl);
  const database = connectDatabase({ connectionString: postgres.connectionString });
  const jwtSecret = hex(32);
  const encryptionKey = randomBytes(32).toString('base64');
  const twilio = createTwilio({ apiUrl: 'http://127.0.0.1:1', messagingUrl: 'http://127.0.0.1:1' });
  const system = createTestContext(database, {
    secrets: createSecretBox([encryptionKey]),
    settings: { jwtSecret, publicApiUrl: PUBLIC_URL },
    providers: {
      telephony: {
        isSigned: (...signed: Parameters<typeof twilio.isSigned>) => twilio.isSigned(...signed),
        fetchAccount: ({ accountSid }) =>
          Promise.resolve({ accountSid, friendlyName: 'Bench', status: 'active', type: 'Full' }),
      },
    },
  });
  const app = createApiApp({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'bench' }),
    isDraining: () => false,
  });
  const api = await serve(createServer(app));
  const texts = new Map<string, string[]>();
  const carrier = await serve(
    createServer((request, response) => {
      accept(request, response, texts, textMs).catch(() => response.destroy());
    }),
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'leadlock-bench-'));

  return {
    async ring(provider, count, settings = {}) {
      const accounts = Array.from({ length: Math.ceil(count / CALLS_OF_ACCOUNT) }, async (_, index) => {
        const account = await openAccount(system, { ...PATIENT, ...settings, voice_provider: provider });
        const callers: Caller[] = [];
        for (let call = index * CALLS_OF_ACCOUNT; call < Math.min(count, (index + 1) * CALLS_OF_ACCOUNT); call += 1) {
          callers.push(await callNumber(api.url, account));
        }
        return callers;
      });
      return (await Promise.all(accounts)).flat();
    },
    async find(callSid) {
      for (;;) {
        const call = await system.db
          .selectFrom('call_logs')
          .select(['transcript', 'metadata'])
          .where('twilio_call_sid', '=', callSid)
          .where('ended_at', 'is not', null)
          .executeTakeFirst();
        if (call) return call as unknown as KeptCall;
        await setTimeout(50);
      }
    },
    textsTo: (number) => texts.get(number) ?? [],
    environment: {
      DATABASE_URL: postgres.connectionString,
      JWT_SECRET: jwtSecret,
      ENCRYPTION_KEY: encryptionKey,
      DATA_DIR: dataDir,
      TWILIO_API_URL: carrier.url,
      PUBLIC_API_URL: PUBLIC_URL,
      GATEWAY_PORT: '0',
      LOG_LEVEL: 'info',
    },
    async close() {
      await Promise.all([api.close(), carrier.close()]);
      await database.close();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What Twilio answers to whoever starts a recording or sends a text. */
async function accept(
  request: IncomingMessage,
  response: ServerResponse,
  texts: Map<string, string[]>,
  textMs: number,
): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const isText = request.url?.endsWith('/Messages.json') === true;
  if (isText) {
    await setTimeout(textMs);
    const to = form.get('To') ?? '';
    texts.set(to, [...(texts.get(to) ?? []), form.get('Body') ?? '']);
  }
  const answer = isText ? { sid: `SM${hex(16)}`, status: 'queued' } : { sid: `RE${hex(16)}` };
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

async function serve(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Account {
  tenantId: string;
  accountSid: string;
  number: string;
}

/** An agent that lets the caller speak first and ends no call. */
const PATIENT = {
  ai_speaks_first: false,
  enable_recording_disclosure: false,
  max_silence_seconds: 0,
  max_call_duration_minutes: 0,
};

/** An account with a number that an agent answers. */
async function openAccount(system: TestContext, settings: Record<string, unknown>): Promise<Account> {
  const tenant = await createTenant(system.database, { plan: 'pro' });
  const accountSid = `AC${hex(16)}`;
  await connectTwilio(forTenant(system, tenant), {
    account_name: 'Bench',
    account_sid: accountSid,
    auth_token: AUTH_TOKEN,
  });
  const agent = await createAgent(system.database, tenant, { settings });
  const number = `+1415${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`;
  await system.db
    .insertInto('phone_numbers')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      user_tenant_id: tenant.id,
      agent_id: agent.id,
      twilio_sid: `PN${hex(16)}`,
      phone_number: number,
      sms_capable: true,
    })
    .execute();
  return { tenantId: tenant.id, accountSid, number };
}

/** Twilio's webhook of a call that comes in, and the token in what it is answered. */
async function callNumber(url: string, { tenantId, accountSid, number }: Account): Promise<Caller> {
  const path = `/webhooks/twilio/${tenantId}/voice`;
  const callSid = `CA${hex(16)}`;
  const caller = `+1212${String(2_000_000 + (randomBytes(4).readUInt32BE() % 7_999_999))}`;
  const form = {
    AccountSid: accountSid,
    CallSid: callSid,
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: caller,
    To: number,
  };
  const signed = Object.entries(form).reduce((joined, [name, value]) => joined + name + value, PUBLIC_URL + path);
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'x-twilio-signature': createHmac('sha1', AUTH_TOKEN).update(signed).digest('base64') },
    body: new URLSearchParams(form),
  });
  const twiml = await response.text();
  const token = /name="token" value="([^"]+)"/.exec(twiml)?.[1];
  if (token === undefined) throw new Error(`The call was not connected: ${response.status} ${twiml}`);
  return { callSid, token, number: caller };
}
