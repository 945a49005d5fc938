import { setTimeout as delay } from 'node:timers/promises';
import { forTenant } from '@leadlock/context/context';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { completeCall } from '@leadlock/telephony/calls';
import { createTestContext } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import type { SeededDatabase } from './seed-calls.ts';

const WRITERS = 16;
const CALLS = 2_000;
/** While lists are measured: a call ends as often, and workers take it into the figures. */
const PAUSE_MS = 100;
const CALLS_BEFORE_FOLD = 20;

/** Calls of the tenant that run, all at once. */
async function startCalls({ ownerUrl, tenantId, agentIds }: SeededDatabase, count: number): Promise<string[]> {
  const owner = connectAsOwner(ownerUrl);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status,
      voice_provider, started_at, answered_at, price_per_minute_cents)
    SELECT ${tenantId}::uuid, id, ${agentIds[0]}::uuid, 'CR' || id, 'inbound', '+12125550123', '+14155550100',
      'in-progress', 'openai', now(), now(), 20
    FROM (SELECT uuidv7() AS id FROM generate_series(1, ${count}::integer)) AS ids RETURNING id
  `.execute(owner);
  await owner.destroy();
  return rows.map(({ id }) => id);
}

async function connectTenant({ connectionString, tenantId }: SeededDatabase, connections: number) {
  const database = connectDatabase({
    connectionString,
    maxConnections: connections,
    connectionsPerTenant: connections,
  });
  const { id, name, slug, plan, tenant_type, parent_tenant_id, is_active, timezone } = await database.system
    .selectFrom('tenants')
    .selectAll()
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const ctx = forTenant(createTestContext(database), {
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
  const endCall = (callId: string) =>
    completeCall(ctx, callId, { status: 'completed', endReason: 'caller_hangup', durationMs: 90_000 });
  return { database, endCall };
}

/** Ends a call of the tenant every now and then, until what it returns is called. */
export async function keepWriting(seeded: SeededDatabase): Promise<() => Promise<void>> {
  const { database, endCall } = await connectTenant(seeded, 1);
  const ending = new AbortController();
  const writing = (async () => {
    for (let calls = 1; !ending.signal.aborted; calls += 1) {
      for (const callId of await startCalls(seeded, 1)) await endCall(callId);
      if (calls % CALLS_BEFORE_FOLD === 0) await sql`SELECT fold_call_figures(5000)`.execute(database.system);
      await delay(PAUSE_MS);
    }
  })();
  // What fails fails where it is stopped.
  writing.catch(() => undefined);
  return async () => {
    ending.abort();
    await writing;
    await database.close();
  };
}

/** How many calls of one tenant end in a second, each with its row, usage record, event and figures in a transaction. */
export async function measureWriters(seeded: SeededDatabase): Promise<string> {
  const open = await startCalls(seeded, CALLS);
  const { database, endCall } = await connectTenant(seeded, WRITERS);
  const start = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let callId = open.pop(); callId !== undefined; callId = open.pop()) {
        await endCall(callId);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await database.close();
  return `${WRITERS} writers ended ${(CALLS / seconds).toFixed(0)} calls of the tenant a second`;
}
