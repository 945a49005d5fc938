import { randomBytes } from 'node:crypto';
import type { Settings, SystemContext, Tenant } from '@leadlock/context/context';
import { systemClock, type Clock } from '@leadlock/core/clock';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { newId } from '@leadlock/core/ids';
import type { Database, DB } from '@leadlock/db/client';
import { createIsolation } from '@leadlock/isolation';
import type { EnqueueOptions, JobQueue } from '@leadlock/jobs/queue';
import { silentLogger } from '@leadlock/observability/logger';
import type {
  Dns,
  EmailProvider,
  ElevenLabsApi,
  LlmProvider,
  OutboundHttp,
  OutgoingEmail,
  Providers,
  SpeechProvider,
  TelephonyProvider,
} from '@leadlock/providers/contracts';
import type { Insertable, Selectable } from 'kysely';
import { createMemoryStorage } from './memory-storage.ts';

/** Part of every name, so that two tests on one database never collide. */
const unique = (): string => randomBytes(5).toString('hex');

/** A tenant, `direct` on the starter plan unless told otherwise; a sub-account where `parent_tenant_id` is given. */
export async function createTenant(
  database: Database,
  overrides: Partial<Insertable<DB['tenants']>> = {},
): Promise<Tenant> {
  const slug = `tenant-${unique()}`;
  const row = await database.system
    .insertInto('tenants')
    .values({
      id: newId(),
      name: `Tenant ${slug}`,
      slug,
      tenant_type: overrides.parent_tenant_id ? 'sub_account' : 'direct',
      plan: 'starter',
      ...overrides,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    type: row.tenant_type as Tenant['type'],
    plan: row.plan,
    parentTenantId: row.parent_tenant_id,
    isActive: row.is_active,
    isSuspended: row.suspended_at !== null,
    timeZone: row.timezone,
  };
}

/**
 * A user of a tenant, its owner unless told otherwise. Their address is verified, and the stored
 * password hash matches no password.
 */
export function createUser(
  database: Database,
  tenant: Pick<Tenant, 'id'>,
  overrides: Partial<Omit<Insertable<DB['users']>, 'tenant_id'>> = {},
): Promise<Selectable<DB['users']>> {
  return database.system
    .insertInto('users')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      email: `user-${unique()}@example.com`,
      password_hash: '!',
      role: 'owner',
      email_verified_at: new Date(),
      ...overrides,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An agent with a prompt; every other setting reads as its default. */
export function createAgent(
  database: Database,
  tenant: Pick<Tenant, 'id'>,
  {
    settings,
    ...overrides
  }: Partial<Omit<Insertable<DB['agents']>, 'tenant_id' | 'settings'>> & {
    settings?: Record<string, unknown>;
  } = {},
): Promise<Selectable<DB['agents']>> {
  return database.system
    .insertInto('agents')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      name: `Agent ${unique()}`,
      settings: JSON.stringify({ system_prompt: 'You answer the phone of a dental practice.', ...settings }),
      ...overrides,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
}

export function createMovableClock(start: Date = new Date()): MovableClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

export interface RecordedJob {
  name: string;
  payload: unknown;
  options: EnqueueOptions | undefined;
}

/** Keeps what was enqueued, in order, after checking the payload as a real queue would. */
export interface RecordingJobQueue extends JobQueue {
  readonly enqueued: RecordedJob[];
}

export function createRecordingJobQueue(): RecordingJobQueue {
  const enqueued: RecordedJob[] = [];
  return {
    enqueued,
    enqueue: async (_db, job, payload, options) => {
      enqueued.push({ name: job.name, payload: job.payload.parse(payload), options });
    },
  };
}

/** A provider whose methods throw until a test gives its own, so that no test talks to a vendor by accident. */
function unexpected<Provider extends object>(name: string, methods: Partial<Provider> = {}): Provider {
  return new Proxy(methods as Provider, {
    get: (target, property) => {
      const method: unknown = Reflect.get(target, property);
      if (method !== undefined || typeof property === 'symbol' || property === 'then') return method;
      return () => {
        throw new Error(`The test did not expect a call of ${name}.${property}`);
      };
    },
  });
}

/** Keeps what was sent, in order; the same key twice is one email, as with the real one. */
export interface RecordingEmail extends EmailProvider {
  readonly sent: OutgoingEmail[];
}

export function createRecordingEmail(): RecordingEmail {
  const sent: OutgoingEmail[] = [];
  return {
    sent,
    send: async (email) => {
      if (!sent.some(({ idempotencyKey }) => idempotencyKey === email.idempotencyKey)) sent.push(email);
      return { id: email.idempotencyKey };
    },
  };
}

export interface TestContext extends SystemContext {
  jobs: RecordingJobQueue;
  providers: Providers & { email: RecordingEmail };
}

export interface TestContextOverrides extends Partial<
  Omit<SystemContext, 'database' | 'db' | 'providers' | 'settings'>
> {
  jobs?: RecordingJobQueue;
  providers?: { [Name in keyof Providers]?: Partial<Providers[Name]> };
  settings?: Partial<Settings>;
}

/** The context of verbs that act across tenants, on a real database; pass it to `forTenant` for those that act for one. */
export function createTestContext(
  database: Database,
  { providers, settings, ...overrides }: TestContextOverrides = {},
): TestContext {
  return {
    database,
    db: database.system,
    actor: { type: 'system', name: 'test' },
    clock: systemClock,
    jobs: createRecordingJobQueue(),
    subscriptions: [],
    tools: [],
    providers: {
      telephony: unexpected<TelephonyProvider>('telephony', providers?.telephony),
      email: { ...createRecordingEmail(), ...providers?.email },
      storage: { ...createMemoryStorage(), ...providers?.storage },
      outboundHttp: unexpected<OutboundHttp>('outboundHttp', providers?.outboundHttp),
      dns: unexpected<Dns>('dns', providers?.dns),
      llm: unexpected<LlmProvider>('llm', providers?.llm),
      speech: unexpected<SpeechProvider>('speech', providers?.speech),
      elevenLabs: providers?.elevenLabs ? unexpected<ElevenLabsApi>('elevenLabs', providers.elevenLabs) : null,
    },
    // Its threads begin with the first work, and keep nothing alive.
    isolation: createIsolation(),
    secrets: createSecretBox([Buffer.alloc(32, 7).toString('base64')]),
    settings: {
      publicApiUrl: 'https://api.example.com',
      publicGatewayUrl: 'wss://gateway.example.com',
      dashboardUrl: 'https://app.example.com',
      jwtSecret: 'a secret that only tests know, 32+ bytes',
      ...settings,
    },
    log: silentLogger,
    ...overrides,
  };
}
