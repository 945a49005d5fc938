import { forTenant } from '@leadlock/context/context';
import { connectTwilio } from '@leadlock/crm/integrations';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { MIGRATION_LIMITS } from '@leadlock/db/limits';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrate } from '@leadlock/db/migrate';
import { signIn } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { sql, type Kysely } from 'kysely';
import { ACCOUNT_SID, AGENTS, insertCalls, withoutRowTriggers } from './insert-calls.ts';

/** Of another sub-account, whose rows lie between those that are asked for. */
const NEIGHBORS_SHARE = 0.1;

export const AUTH_TOKEN = 'the-token-of-the-bench';
const PARTITIONED = ['call_logs', 'events', 'messages', 'usage_records'];
/** They get a row of each call. */
const FILLED = ['call_logs', 'usage_records', 'call_sids'];
export const callSid = (index: number): string => `CA${String(index).padStart(32, '0')}`;

export interface SeededDatabase extends DatabaseAccess {
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

/** A database of its own with so many calls of one sub-account, made by SQL. */
export async function seedCalls(calls: number): Promise<SeededDatabase> {
  const postgres = await startEmbeddedPostgres({ throwaway: true });
  const { connectionString, ownerUrl } = postgres;
  await migrate(postgres);
  const database = connectDatabase({ connectionString, maxConnections: 2 });
  const fetchAccount = () =>
    Promise.resolve({ accountSid: ACCOUNT_SID, friendlyName: 'Bench', status: 'active' as const, type: 'Full' });
  const system = createTestContext(database, { providers: { telephony: { fetchAccount } } });
  const tenants = await createTenants(system);
  const agentIds: string[] = [];
  for (let index = 0; index < AGENTS; index += 1) agentIds.push((await createAgent(database, tenants.tenant)).id);

  const owner = connectAsOwner(ownerUrl, { limits: MIGRATION_LIMITS });
  const start = performance.now();
  await makePastMonths(owner);
  await withoutIndexes(owner, () =>
    withoutRowTriggers(owner, async () => {
      await insertCalls(owner, {
        tenantId: tenants.neighbor.id,
        agentIds: [],
        from: calls,
        count: calls * NEIGHBORS_SHARE,
      });
      await insertCalls(owner, { tenantId: tenants.tenant.id, agentIds, from: 0, count: calls });
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await sql`VACUUM ANALYZE`.execute(owner);
  const caller = await callerOf(owner, callSid(Math.floor(calls / 2)));
  await owner.destroy();
  const { tenant, agency } = tenants;
  // A session is over after an hour, and so many calls may take longer.
  const [token, agencyToken] = [await signIn(system, tenant), await signIn(system, agency)];
  await database.close();
  return {
    connectionString,
    ownerUrl,
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

/** A partition a month, as after a year of use: in a new database one takes all that is before its first month. */
export async function makePastMonths(owner: Kysely<never>): Promise<void> {
  for (const table of PARTITIONED) {
    const before = sql`partitions.${sql.id(`${table}_before`)}`;
    // Tables that keys of others point to are not to be dropped while they are a part of another.
    await sql`ALTER TABLE ${sql.table(table)} DETACH PARTITION ${before}`.execute(owner);
    await sql`DROP TABLE ${before}`.execute(owner);
  }
  await sql`
    SELECT make_partition(parent, (this_month - make_interval(months => ago))::date)
    FROM unnest(${PARTITIONED}::text[]) AS parent, generate_series(1, 13) AS ago,
      date_trunc('month', now() AT TIME ZONE 'UTC') AS this_month
  `.execute(owner);
}

async function callerOf(owner: Kysely<never>, sid: string): Promise<string> {
  const { rows } = await sql<{ caller: string }>`
    SELECT from_number AS caller FROM call_logs WHERE twilio_call_sid = ${sid}
  `.execute(owner);
  return rows[0]?.caller ?? '';
}

/** The indexes of what is filled are made anew afterwards: a row at a time takes several times as long, those of texts ten times. */
export async function withoutIndexes(owner: Kysely<never>, work: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ name: string; definition: string }>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = ANY (${FILLED}::regclass[]) AND NOT indisunique
  `.execute(owner);
  for (const { name } of rows) await sql`DROP INDEX ${sql.raw(name)}`.execute(owner);
  await work();
  await sql`SET maintenance_work_mem = '512MB'`.execute(owner);
  // Of a partitioned table Postgres writes the part of the table itself alone.
  for (const { definition } of rows) await sql.raw(definition.replace(' ON ONLY ', ' ON ')).execute(owner);
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
  return { agency, tenant, neighbor };
}
