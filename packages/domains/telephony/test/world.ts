import { createHmac, randomBytes } from 'node:crypto';
import { forTenant, type Tenant, type TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { connectTwilio } from '@leadlock/crm/integrations';
import type { Database, DB } from '@leadlock/db/client';
import { platform } from '@leadlock/platform/domain';
import type { TelephonyCredentials, TelephonyProvider } from '@leadlock/providers/contracts';
import { createTwilio } from '@leadlock/providers/twilio';
import { createAgent, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { sql, type Insertable } from 'kysely';
import { telephony } from '../src/domain.ts';
import { answerCall } from '../src/twilio-webhooks/answer-call.ts';

const AUTH_TOKEN = 'the-tenants-auth-token';
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const phone = (): string => `+1415${String(2_000_000 + Math.floor(Math.random() * 7_999_999))}`;

/** A phone carrier that does what a test says; signatures are checked as Twilio's are. */
export type FakeCarrier = Partial<TelephonyProvider>;

const realTwilio = createTwilio({ apiUrl: 'http://127.0.0.1:1', messagingUrl: 'http://127.0.0.1:1' });

export interface World {
  system: TestContext;
  carrier: FakeCarrier;
  tenant: Tenant;
  ctx: TenantContext;
  accountSid: string;
  agentId: string;
  numberId: string;
  number: string;
}

export interface WorldOptions {
  tenant?: Partial<Insertable<DB['tenants']>>;
  agentSettings?: Record<string, unknown>;
  number?: Partial<Insertable<DB['phone_numbers']>>;
  system?: Parameters<typeof createTestContext>[1];
}

/** A tenant with a connected Twilio account and a number that an agent answers. */
export async function createWorld(database: Database, options: WorldOptions = {}): Promise<World> {
  const tenant = await createTenant(database, options.tenant);
  const carrier: FakeCarrier = { isSigned: (...signed) => realTwilio.isSigned(...signed) };
  const { subscriptions } = platform;
  const { tools } = telephony;
  const system = createTestContext(database, {
    subscriptions,
    tools,
    ...options.system,
    providers: { telephony: carrier },
  });
  const ctx = forTenant(system, tenant);
  const accountSid = `AC${hex(16)}`;
  carrier.fetchAccount = ({ accountSid: sid }: TelephonyCredentials) =>
    Promise.resolve({ accountSid: sid, friendlyName: 'Acme', status: 'active', type: 'Full' });
  await connectTwilio(ctx, { account_name: 'Main', account_sid: accountSid, auth_token: AUTH_TOKEN });
  const agent = await createAgent(database, tenant, {
    name: 'Front desk',
    settings: {
      voice_provider: 'local',
      voice: 'slt',
      tools_enabled: ['end_call', 'send_sms'],
      ...options.agentSettings,
    },
  });
  const number = phone();
  const numberId = newId();
  await database.system
    .insertInto('phone_numbers')
    .values({
      tenant_id: tenant.id,
      id: numberId,
      user_tenant_id: tenant.id,
      agent_id: agent.id,
      twilio_sid: `PN${hex(16)}`,
      phone_number: number,
      sms_capable: true,
      ...options.number,
    })
    .execute();
  return { system, carrier, tenant, ctx, accountSid, agentId: agent.id, numberId, number };
}

export const newCallSid = (): string => `CA${hex(16)}`;
export const CALLER = '+12125550123';

export interface RingingCall {
  callSid: string;
  callId: string;
  /** The token of its media stream. */
  token: string;
}

export const tokenIn = (twiml: string): string | null => /name="token" value="([^"]+)"/.exec(twiml)?.[1] ?? null;

/** Lets somebody call the world's number. */
export async function ring(world: World, callSid = newCallSid()): Promise<RingingCall> {
  const webhook = { CallSid: callSid, From: CALLER, To: world.number, CallStatus: 'ringing', Direction: 'inbound' };
  const twiml = await answerCall({ ctx: world.ctx, accountSid: world.accountSid }, webhook);
  const token = tokenIn(twiml);
  if (token === null) throw new Error(`The call was not connected: ${twiml}`);
  const { id } = await callRow(world, callSid);
  return { callSid, callId: id, token };
}

export const callRow = (world: Pick<World, 'system'>, callSid: string) =>
  world.system.db.selectFrom('call_logs').selectAll().where('twilio_call_sid', '=', callSid).executeTakeFirstOrThrow();

/** What has been written about a call beside its row. */
export async function traces(world: Pick<World, 'system'>, callId: string) {
  const { db } = world.system;
  const usage = await db.selectFrom('usage_records').selectAll().where('call_id', '=', callId).execute();
  const sessions = await db.selectFrom('call_sessions').selectAll().where('call_id', '=', callId).execute();
  const events = await db
    .selectFrom('events')
    .select(['type', 'payload'])
    .where(sql<boolean>`payload->>'call_id' = ${callId}`)
    .orderBy('id')
    .execute();
  return { usage, sessions, events, eventTypes: events.map(({ type }) => type) };
}

/** The types of what the world's people were told. */
export async function toldPeople({ system, tenant }: Pick<World, 'system' | 'tenant'>): Promise<string[]> {
  await runJobs(system, platform.subscriptions);
  const told = await system.db
    .selectFrom('notifications')
    .select('type')
    .where('tenant_id', '=', tenant.id)
    .orderBy('id')
    .execute();
  return told.map(({ type }) => type);
}

/** Twilio's signature, computed as its documentation says. */
export function sign(url: string, form: Record<string, string>, token = AUTH_TOKEN): string {
  const data = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + (form[name] ?? ''), url);
  return createHmac('sha1', token).update(data).digest('base64');
}
