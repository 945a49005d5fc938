import type { TenantContext } from '@leadlock/context/context';
import type { DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';

/** A worker that does not come back is waited for so long. */
export const LEASE_MS = 120_000;

const Fingerprints = z.record(z.string(), z.string());
const Tools = z.record(z.string(), z.object({ id: z.string(), sent: z.string() }));

/** What ElevenLabs has of an agent, as far as we know. */
export interface VendorCopy {
  account: string;
  vendorAgentId: string | null;
  /** A fingerprint of each part of the agent as it was sent last. */
  sent: z.infer<typeof Fingerprints>;
  /** Its tools there, by name. */
  tools: z.infer<typeof Tools>;
  problem: string | null;
  /** Until when it is the worker's that has it; what a later worker does is not undone by one that was given up. */
  leasedUntil: Date;
}

const toCopy = (row: Selectable<DB['elevenlabs_agents']>): VendorCopy => ({
  account: row.account,
  vendorAgentId: row.vendor_agent_id,
  sent: Fingerprints.catch({}).parse(row.sent),
  tools: Tools.catch({}).parse(row.tools),
  problem: row.problem,
  leasedUntil: row.leased_until ?? new Date(0),
});

const rowOf = ({ db, tenant }: TenantContext, agentId: string) => ({ db, tenantId: tenant.id, agentId });

export async function hasCopy(ctx: TenantContext, agentId: string): Promise<boolean> {
  const { db, tenantId } = rowOf(ctx, agentId);
  const row = await db
    .selectFrom('elevenlabs_agents')
    .select('agent_id')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the agent's copy for one worker; null: another one has it. */
export async function leaseCopy(ctx: TenantContext, agentId: string, account: string): Promise<VendorCopy | null> {
  const { db, tenantId } = rowOf(ctx, agentId);
  await db
    .insertInto('elevenlabs_agents')
    .values({ tenant_id: tenantId, agent_id: agentId, account })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'agent_id']).doNothing())
    .execute();
  const now = ctx.clock.now();
  const row = await db
    .updateTable('elevenlabs_agents')
    .set({ leased_until: new Date(now.getTime() + LEASE_MS) })
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .returningAll()
    .executeTakeFirst();
  return row ? toCopy(row) : null;
}

/** Keeps what is known by now. @throws when another worker has taken over. */
export async function saveCopy(ctx: TenantContext, agentId: string, copy: VendorCopy): Promise<void> {
  const { db, tenantId } = rowOf(ctx, agentId);
  const { numUpdatedRows } = await db
    .updateTable('elevenlabs_agents')
    .set({
      account: copy.account,
      vendor_agent_id: copy.vendorAgentId,
      sent: JSON.stringify(copy.sent),
      tools: JSON.stringify(copy.tools),
      problem: copy.problem,
    })
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .where('leased_until', '=', copy.leasedUntil)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error('Another worker is now updating this agent’s copy');
}

/** Gives the copy back, with why the attempt failed if it did. */
export async function releaseCopy(
  ctx: TenantContext,
  agentId: string,
  { leasedUntil }: Pick<VendorCopy, 'leasedUntil'>,
  problem: string | null,
): Promise<void> {
  const { db, tenantId } = rowOf(ctx, agentId);
  await db
    .updateTable('elevenlabs_agents')
    .set({ leased_until: null, problem })
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .where('leased_until', '=', leasedUntil)
    .execute();
}

/** Nothing is left there. */
export async function forgetCopy(ctx: TenantContext, agentId: string): Promise<void> {
  const { db, tenantId } = rowOf(ctx, agentId);
  await db.deleteFrom('elevenlabs_agents').where('tenant_id', '=', tenantId).where('agent_id', '=', agentId).execute();
}

/** Says in the agent itself what its copy is called, without a word about anybody having changed it. */
export async function nameCopy(ctx: TenantContext, agentId: string, vendorAgentId: string | null): Promise<void> {
  const { db, tenantId } = rowOf(ctx, agentId);
  const named = JSON.stringify({ elevenlabs_agent_id: vendorAgentId });
  await db
    .updateTable('agents')
    .set({ settings: sql`settings || ${named}::jsonb` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', agentId)
    .where(sql<boolean>`settings ->> 'elevenlabs_agent_id' IS DISTINCT FROM ${vendorAgentId}`)
    .execute();
}
