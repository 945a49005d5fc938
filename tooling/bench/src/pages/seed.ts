import { randomBytes } from 'node:crypto';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { MIGRATION_LIMITS } from '@leadlock/db/limits';
import { signIn } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { sql, type Kysely } from 'kysely';
import { insertCalls, withoutRowTriggers } from '../database/insert-calls.ts';
import { makePastMonths, withoutIndexes } from '../database/seed-calls.ts';

export interface Sizes {
  calls: number;
  agents: number;
  clients: number;
}

export interface SeededAccount {
  kind: 'business' | 'agency' | 'client';
  /** The access token of its owner. */
  token: string;
  /** The client that an agency's owner has opened. */
  actsFor?: { id: string; name: string };
}

/** Those of an agency's calls that can be told apart: calls are made for one client at a time. */
const CALLING_CLIENTS = 10;
const NUMBERS = 500;
const MEMBERS = 50;
/** Of what grows with time: notifications, audit log, webhook deliveries. */
const ENTRIES = 20_000;
const PROMPT = 'You answer the phone of a dental practice. Be brief, friendly, and precise. ';

interface Access {
  connectionString: string;
  ownerUrl: string;
  jwtSecret: string;
}

/** A business and an agency with everything that fills their pages, made by SQL. */
export async function seedAccounts(
  { connectionString, ownerUrl, jwtSecret }: Access,
  sizes: Sizes,
): Promise<SeededAccount[]> {
  const database = connectDatabase({ connectionString, maxConnections: 2 });
  const system = createTestContext(database, { settings: { jwtSecret } });
  const owner = connectAsOwner(ownerUrl, { limits: MIGRATION_LIMITS });
  try {
    const timezone = 'America/New_York';
    const business = await createTenant(database, { plan: 'pro', timezone });
    const agency = await createTenant(database, { plan: 'pro', timezone, tenant_type: 'agency' });
    const clients = await addClients(owner, agency.id, sizes.clients);
    await makePastMonths(owner);
    const agentIds = await addAgents(owner, [business.id], sizes.agents);
    await addAgents(owner, clients, Math.ceil(sizes.agents / clients.length));
    await withoutIndexes(owner, () =>
      withoutRowTriggers(owner, async () => {
        await insertCalls(owner, { tenantId: business.id, agentIds, from: 0, count: sizes.calls });
        const share = Math.ceil(sizes.calls / CALLING_CLIENTS);
        for (const [index, tenantId] of clients.slice(0, CALLING_CLIENTS).entries()) {
          await insertCalls(owner, { tenantId, agentIds: [], from: sizes.calls + index * share, count: share });
        }
      }),
    );
    await addNumbers(owner, business.id, agentIds);
    await addNumbers(owner, agency.id, []);
    const accounts: SeededAccount[] = [];
    for (const [kind, tenant] of [
      ['business', business],
      ['agency', agency],
    ] as const) {
      await addEntries(owner, tenant.id);
      await addPeople(owner, tenant.id);
      accounts.push({ kind, token: await signIn(system, tenant) });
    }
    const [client = ''] = clients;
    accounts.push({ kind: 'client', token: await signIn(system, agency), actsFor: { id: client, name: 'Client 1' } });
    await sql`VACUUM ANALYZE`.execute(owner);
    return accounts;
  } finally {
    await owner.destroy();
    await database.close();
  }
}

async function addClients(owner: Kysely<never>, agencyId: string, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO tenants (id, name, slug, tenant_type, parent_tenant_id, plan, per_minute_rate_cents, timezone)
    SELECT gen_random_uuid(), 'Client ' || n, 'bench-client-' || n, 'sub_account', ${agencyId}, 'pro', 20, 'America/New_York'
    FROM generate_series(1, ${count}::int) AS n RETURNING id
  `.execute(owner);
  return rows.map(({ id }) => id);
}

async function addAgents(owner: Kysely<never>, tenantIds: readonly string[], count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO agents (tenant_id, id, name, settings, created_at)
    SELECT tenant_id, gen_random_uuid(), 'Agent ' || n,
      jsonb_build_object('system_prompt', repeat(${PROMPT}, 50) || n, 'voice_provider', 'openai', 'openai_voice', 'cedar'),
      now() - n * interval '1 minute'
    FROM unnest(${tenantIds}::uuid[]) AS tenant_id, generate_series(1, ${count}::int) AS n RETURNING id
  `.execute(owner);
  return rows.map(({ id }) => id);
}

const addNumbers = (owner: Kysely<never>, tenantId: string, agentIds: readonly string[]) =>
  sql`
    INSERT INTO phone_numbers (tenant_id, user_tenant_id, id, agent_id, twilio_sid, phone_number, friendly_name)
    SELECT ${tenantId}::uuid, ${tenantId}::uuid, id, (${agentIds}::uuid[])[n], 'PN' || id, '+1' || (2000000000 + abs(hashtext(${tenantId}))::bigint % 900000 * 1000 + n), 'Line ' || n
    FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${NUMBERS}::int) AS n) AS numbers
  `.execute(owner);

async function addEntries(owner: Kysely<never>, tenantId: string): Promise<void> {
  await sql`
    INSERT INTO notifications (tenant_id, id, type, occasion, title, body, created_at)
    SELECT ${tenantId}, uuidv7(-n * interval '10 minutes'), 'call.failed', n, 'Call failed', 'Nobody was heard.', now() - n * interval '10 minutes'
    FROM generate_series(1, ${ENTRIES}::int) AS n
  `.execute(owner);
  await sql`
    INSERT INTO audit_log (tenant_id, id, actor, operation, request_id, ip, outcome, occurred_at)
    SELECT ${tenantId}, uuidv7(-n * interval '10 minutes'), '{"type": "system"}', 'agents.update', 'r' || n, '203.0.113.1', 'succeeded',
      now() - n * interval '10 minutes'
    FROM generate_series(1, ${ENTRIES}::int) AS n
  `.execute(owner);
  await sql`
    WITH made AS (
      INSERT INTO events (tenant_id, id, type, payload, actor)
      SELECT ${tenantId}, uuidv7(-n * interval '1 minute'), 'call.completed', '{}', '{"type": "system"}' FROM generate_series(1, ${ENTRIES}::int) AS n
      RETURNING tenant_id, id
    )
    INSERT INTO webhook_deliveries (tenant_id, id, event_id, event_type, status, created_at)
    SELECT tenant_id, id, id, 'call.completed', 'delivered', uuid_extract_timestamp(id) FROM made
  `.execute(owner);
}

async function addPeople(owner: Kysely<never>, tenantId: string): Promise<void> {
  await sql`
    INSERT INTO users (id, tenant_id, email, role, password_hash)
    SELECT gen_random_uuid(), ${tenantId}, 'person-' || n || '@' || ${tenantId} || '.example', 'member', 'none'
    FROM generate_series(1, ${MEMBERS}::int) AS n
  `.execute(owner);
  await sql`
    INSERT INTO api_keys (tenant_id, id, name, key_prefix, key_hash)
    SELECT ${tenantId}, gen_random_uuid(), 'Key ' || n, 'sk_' || n, sha256((n || ${tenantId})::bytea)
    FROM generate_series(1, ${MEMBERS}::int) AS n
  `.execute(owner);
}

/** A session for the dashboard's storage. It lasts for an hour. */
export const sessionOf = ({ token }: SeededAccount) => ({
  accessToken: token,
  refreshToken: randomBytes(32).toString('base64url'),
  expiresAt: Date.now() + 3_600_000,
});
