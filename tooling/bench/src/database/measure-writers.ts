import { forTenant } from '@leadlock/context/context';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { completeCall } from '@leadlock/telephony/calls';
import { createTestContext } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import type { SeededDatabase } from './seed-calls.ts';

const WRITERS = 16;
const CALLS = 2_000;

/** Calls of the tenant that run, all at once. */
async function startCalls({ ownerUrl, tenantId, agentIds }: SeededDatabase): Promise<string[]> {
  const owner = connectAsOwner(ownerUrl);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status,
      voice_provider, started_at, answered_at, price_per_minute_cents)
    SELECT ${tenantId}::uuid, uuidv7(), ${agentIds[0]}::uuid, 'CR' || n, 'inbound', '+12125550123', '+14155550100',
      'in-progress', 'openai', now(), now(), 20
    FROM generate_series(1, ${CALLS}::integer) AS n RETURNING id
  `.execute(owner);
  await owner.destroy();
  return rows.map(({ id }) => id);
}

/** How many calls of one tenant end in a second, each with its row, usage record, event and figures in a transaction. */
export async function measureWriters(seeded: SeededDatabase): Promise<string> {
  const open = await startCalls(seeded);
  const database = connectDatabase({
    connectionString: seeded.connectionString,
    maxConnections: WRITERS,
    connectionsPerTenant: WRITERS,
  });
  const system = createTestContext(database);
  const { id, name, slug, plan, tenant_type, parent_tenant_id, is_active, timezone } = await database.system
    .selectFrom('tenants')
    .selectAll()
    .where('id', '=', seeded.tenantId)
    .executeTakeFirstOrThrow();
  const ctx = forTenant(system, {
    id,
    name,
    slug,
    plan,
    type: tenant_type as 'sub_account',
    parentTenantId: parent_tenant_id,
    isActive: is_active,
    isSuspended: false,
    timeZone: timezone,
  });
  const start = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let callId = open.pop(); callId !== undefined; callId = open.pop()) {
        await completeCall(ctx, callId, { status: 'completed', endReason: 'caller_hangup', durationMs: 90_000 });
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await database.close();
  return `${WRITERS} writers ended ${(CALLS / seconds).toFixed(0)} calls of the tenant a second`;
}
