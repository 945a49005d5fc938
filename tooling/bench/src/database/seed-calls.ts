import { forTenant } from '@leadlock/context/context';
import { connectTwilio } from '@leadlock/crm/integrations';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { MIGRATION_LIMITS } from '@leadlock/db/limits';
import { migrate } from '@leadlock/db/migrate';
import { signIn } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { sql, type Kysely } from 'kysely';

const AGENTS = 20;
/** The calls are spread over so many days up to now. */
const DAYS = 365;
const CHUNK = 100_000;
/** Of another sub-account, whose rows lie between those that are asked for. */
const NEIGHBORS_SHARE = 0.1;

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
export const AUTH_TOKEN = 'the-token-of-the-bench';
/** A call in 100,000 is this one's. */
export const RARE_NAME = 'Zebedee';
export const callSid = (index: number): string => `CA${String(index).padStart(32, '0')}`;

export interface SeededDatabase {
  connectionString: string;
  calls: number;
  tenantId: string;
  agentIds: string[];
  /** Who called once, in the middle. */
  caller: string;
  /** The access token of the tenant's owner, and of its agency's. */
  token: string;
  agencyToken: string;
  seconds: number;
  stop(): Promise<void>;
}

/** A database of its own with so many calls of one sub-account, made by SQL while the triggers run. */
export async function seedCalls(calls: number): Promise<SeededDatabase> {
  const postgres = await startEmbeddedPostgres({ throwaway: true });
  const { connectionString } = postgres;
  await migrate(connectionString);
  const database = connectDatabase({ connectionString, maxConnections: 2 });
  const fetchAccount = () =>
    Promise.resolve({ accountSid: ACCOUNT_SID, friendlyName: 'Bench', status: 'active' as const, type: 'Full' });
  const system = createTestContext(database, { providers: { telephony: { fetchAccount } } });
  const tenants = await createTenants(system);
  const agentIds: string[] = [];
  for (let index = 0; index < AGENTS; index += 1) agentIds.push((await createAgent(database, tenants.tenant)).id);
  await database.close();

  const owner = connectAsOwner(connectionString, { limits: MIGRATION_LIMITS });
  const start = performance.now();
  await withoutSearchIndex(owner, async () => {
    await insertCalls(owner, {
      tenantId: tenants.neighbor.id,
      agentIds: [],
      from: calls,
      count: calls * NEIGHBORS_SHARE,
    });
    await insertCalls(owner, { tenantId: tenants.tenant.id, agentIds, from: 0, count: calls });
  });
  const seconds = (performance.now() - start) / 1000;
  await sql`VACUUM ANALYZE`.execute(owner);
  const caller = await callerOf(owner, callSid(Math.floor(calls / 2)));
  await owner.destroy();
  const { tenant, token, agencyToken } = tenants;
  return {
    connectionString,
    calls,
    tenantId: tenant.id,
    agentIds,
    caller,
    token,
    agencyToken,
    seconds,
    stop: () => postgres.stop(),
  };
}

async function callerOf(owner: Kysely<never>, sid: string): Promise<string> {
  const { rows } = await sql<{ caller: string }>`
    SELECT from_number AS caller FROM call_logs WHERE twilio_call_sid = ${sid}
  `.execute(owner);
  return rows[0]?.caller ?? '';
}

/** The index of texts is made anew afterwards: a row at a time takes ten times as long. */
async function withoutSearchIndex(owner: Kysely<never>, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    SELECT pg_get_indexdef('call_logs_search'::regclass) AS definition
  `.execute(owner);
  await sql`DROP INDEX call_logs_search`.execute(owner);
  await work();
  await sql`SET maintenance_work_mem = '512MB'`.execute(owner);
  // Of a partitioned table Postgres writes the part of the table itself alone.
  await sql.raw((rows[0]?.definition ?? '').replace(' ON ONLY ', ' ON ')).execute(owner);
}

async function createTenants(system: TestContext) {
  const { database } = system;
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
  const ofAgency = {
    parent_tenant_id: agency.id,
    plan: 'pro',
    per_minute_rate_cents: 20,
    timezone: 'America/New_York',
  };
  const tenant = await createTenant(database, ofAgency);
  const neighbor = await createTenant(database, ofAgency);
  const account = { account_name: 'Bench', account_sid: ACCOUNT_SID, auth_token: AUTH_TOKEN };
  await connectTwilio(forTenant(system, tenant), account);
  const [token, agencyToken] = [await signIn(system, tenant), await signIn(system, agency)];
  return { tenant, neighbor, token, agencyToken };
}

interface Calls {
  tenantId: string;
  agentIds: readonly string[];
  /** The number of the first call; each number is one call's. */
  from: number;
  count: number;
}

/** In the order in which they began, a chunk a transaction, with a usage record each, taken into the figures. */
async function insertCalls(owner: Kysely<never>, { tenantId, agentIds, from, count }: Calls): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    const [first, last] = [from + done, from + Math.min(count, done + CHUNK) - 1];
    await sql`
      WITH times AS (
        SELECT n, now() - interval '1 minute' - (${from + count}::float8 - n) / ${count} * interval '1 day' * ${DAYS} AS at,
          hashint4(n) & 2147483647 AS luck
        FROM generate_series(${first}::integer, ${last}::integer) AS n
      ), calls AS (
        INSERT INTO call_logs (tenant_id, id, agent_id, agent_name, twilio_call_sid, twilio_account_sid, direction,
          from_number, to_number, status, voice_provider, started_at, answered_at, ended_at, duration_seconds,
          billable_minutes, cost_cents, caller_name, transcript)
        SELECT ${tenantId}::uuid, uuidv7(at - clock_timestamp()), (${agentIds}::uuid[])[1 + luck % ${AGENTS}],
          'Agent ' || luck % ${AGENTS}, 'CA' || lpad(n::text, 32, '0'), ${ACCOUNT_SID},
          CASE WHEN luck % 100 < 58 THEN 'inbound' WHEN luck % 100 < 98 THEN 'outbound' ELSE 'test' END,
          '+1' || 2000000000::bigint + luck, '+14155550' || 100 + luck % 7,
          CASE WHEN luck % 1000 < 800 THEN 'completed' WHEN luck % 1000 < 900 THEN 'no-answer'
            WHEN luck % 1000 < 950 THEN 'voicemail' WHEN luck % 1000 < 990 THEN 'busy'
            WHEN luck % 1000 < 999 THEN 'failed' ELSE 'canceled' END,
          (ARRAY['openai', 'xai'])[1 + luck % ${AGENTS} % 2], at, at, at + interval '100 seconds', 100, 2, 12,
          CASE WHEN n % 100000 = 4321 THEN ${RARE_NAME}
            ELSE (ARRAY['Ann', 'Bob', 'Carlos', 'Dora', 'Emil', 'Fatima', 'Grace', 'Hugo'])[1 + luck / 8 % 8] || ' '
              || (ARRAY['Smith', 'Jones', 'Garcia', 'Miller', 'Nguyen', 'Rossi', 'Schmidt'])[1 + luck / 64 % 7] END,
          '[{"role": "agent", "content": "How may I help you today?"}]'
        FROM times
        RETURNING tenant_id, id, voice_provider, direction, ended_at
      )
      INSERT INTO usage_records
        (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents, revenue_cents, occurred_at)
      SELECT tenant_id, id, 'voice', id, voice_provider, direction, 2, 'minute', 12, 40, ended_at FROM calls
    `.execute(owner);
    await sql`SELECT fold_call_figures(${2 * CHUNK})`.execute(owner);
  }
}
