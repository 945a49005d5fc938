import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { signIn } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import type { BenchData } from './seed.ts';

export const SUB_ACCOUNTS = 1_000;
const CHUNK = 100_000;
/** The calls are spread over so many days up to now. */
const DAYS = 90;

/** An agency with many sub-accounts, two agents each, and their calls of the last months. */
export async function seedAgency(
  { connectionString, ownerUrl }: Pick<BenchData, 'connectionString' | 'ownerUrl'>,
  calls: number,
): Promise<string> {
  const database = connectDatabase({ connectionString, maxConnections: 1 });
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
  const token = await signIn(createTestContext(database), agency);
  await database.close();
  // The product's connections give no statement so much time.
  const owner = connectAsOwner(ownerUrl);
  await sql`
    INSERT INTO tenants (id, name, slug, tenant_type, parent_tenant_id, plan, per_minute_rate_cents)
    SELECT gen_random_uuid(), 'Sub-account ' || n, 'bench-' || n, 'sub_account', ${agency.id}, 'pro', 20
    FROM generate_series(1, ${SUB_ACCOUNTS}) AS n
  `.execute(owner);
  await sql`
    INSERT INTO agents (tenant_id, id, name, settings)
    SELECT id, gen_random_uuid(), 'Agent ' || n, '{"system_prompt": "Be brief."}'
    FROM tenants, generate_series(1, 2) AS n WHERE parent_tenant_id = ${agency.id}
  `.execute(owner);
  for (let done = 0; done < calls; done += CHUNK) {
    const until = Math.min(calls, done + CHUNK);
    await sql`
      WITH subs AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM tenants WHERE parent_tenant_id = ${agency.id}
      ), calls AS (
        INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, voice_provider,
          started_at, ended_at, duration_seconds, billable_minutes, cost_cents, appointment_booked)
        SELECT subs.id, gen_random_uuid(), 'CA' || n, (ARRAY['inbound', 'outbound'])[1 + n % 2], '+14155550100',
          '+14155550101', 'completed', (ARRAY['xai', 'openai', 'gemini'])[1 + n % 3],
          now() - (n % ${DAYS * 24 * 60}::int) * interval '1 minute', now() - (n % ${DAYS * 24 * 60}::int) * interval '1 minute',
          100, 2, 12, n % 10 = 0
        FROM generate_series(${done}::int + 1, ${until}::int) AS n JOIN subs ON subs.place = n % ${SUB_ACCOUNTS}::int
        RETURNING tenant_id, id, voice_provider, direction, ended_at
      )
      INSERT INTO usage_records
        (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents, revenue_cents, occurred_at)
      SELECT tenant_id, gen_random_uuid(), 'voice', id, voice_provider, direction, 2, 'minute', 12, 40, ended_at FROM calls
    `.execute(owner);
  }
  await sql`VACUUM ANALYZE`.execute(owner);
  await owner.destroy();
  return token;
}
