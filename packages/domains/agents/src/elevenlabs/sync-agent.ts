import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { findTenant } from '@leadlock/identity/tenants';
import { notify } from '@leadlock/platform/notifications';
import type { Agent } from '../agents/agent.ts';
import { findAgent } from '../agents/queries.ts';
import { fingerprint } from './agent-plan.ts';
import { hasCopy, leaseCopy, LEASE_MS, releaseCopy, type VendorCopy } from './copy.ts';
import { keepInStep, removeCopy } from './keep-in-step.ts';
import { syncAgentJob } from './sync-job.ts';
import { VendorAgents } from './vendor-agents.ts';

/** An agent that is changed all the time is left to the next job. */
const MAX_ROUNDS = 5;

/**
 * Brings the copy of one agent in step. Two workers never do it at once: the later one leaves it to a job after the other
 * is done.
 */
export async function syncAgent(
  system: SystemContext,
  { tenant_id, agent_id }: { tenant_id: string; agent_id: string },
  signal?: AbortSignal,
): Promise<void> {
  const api = system.providers.elevenLabs;
  const tenant = api && (await findTenant(system.db, tenant_id));
  if (!tenant) return;
  const ctx = forTenant(system, tenant);
  const agent = await findAgent(ctx.db, tenant.id, agent_id);
  if (!isWanted(agent) && !(await hasCopy(ctx, agent_id))) return;
  const leased = await leaseCopy(ctx, agent_id, api.account);
  if (leased === null) return tryLater(ctx, agent_id);
  // Ids of another account mean nothing in this one.
  const copy: VendorCopy =
    leased.account === api.account
      ? leased
      : { ...leased, account: api.account, vendorAgentId: null, sent: {}, tools: {} };
  try {
    await bringInStep(ctx, agent_id, copy, new VendorAgents(api, signal));
    await releaseCopy(ctx, agent_id, leased, null);
  } catch (error) {
    await reportFailure(ctx, agent_id, leased, error);
    if (!isPermanent(error)) throw error;
  }
}

const isWanted = (agent: Agent | null): agent is Agent => agent?.settings.voice_provider === 'elevenlabs';

async function bringInStep(ctx: TenantContext, agentId: string, copy: VendorCopy, vendor: VendorAgents): Promise<void> {
  let state = copy;
  let done: string | null = null;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const agent = await findAgent(ctx.db, ctx.tenant.id, agentId);
    if (!isWanted(agent)) return removeCopy(ctx, agentId, state, vendor);
    const version = `${agent.updatedAt.toISOString()} ${fingerprint({ ...agent.settings, elevenlabs_agent_id: null })}`;
    if (version === done) return;
    state = await keepInStep(ctx, agent, state, vendor);
    done = version;
  }
}

async function tryLater(ctx: TenantContext, agentId: string): Promise<void> {
  const payload = { tenant_id: ctx.tenant.id, agent_id: agentId };
  const startAfter = new Date(ctx.clock.now().getTime() + LEASE_MS / 8);
  await ctx.jobs.enqueue(ctx.db, syncAgentJob, payload, { singletonKey: agentId, startAfter });
}

const isPermanent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false;

/** Keeps the reason with the copy and, where trying again does not help, tells the account once of each. */
async function reportFailure(ctx: TenantContext, agentId: string, leased: VendorCopy, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const isKey = typeof error === 'object' && error !== null && 'status' in error && error.status === 401;
  ctx.log.warn({ err: error, agentId }, 'failed to sync an agent to ElevenLabs');
  await releaseCopy(ctx, agentId, leased, isKey ? 'ElevenLabs rejected this installation’s API key' : reason);
  // Whose key it is can do something about it, and reads the log.
  if (!isPermanent(error) || isKey) return;
  const agent = await findAgent(ctx.db, ctx.tenant.id, agentId);
  if (!agent) return;
  await withTransaction(ctx.db, (trx) =>
    notify(trx, {
      tenantId: ctx.tenant.id,
      type: 'agent.not_copied',
      occasion: `${agentId} ${fingerprint(reason)}`,
      title: `ElevenLabs rejected settings of ${agent.name}`,
      body: `ElevenLabs rejected the settings of the agent ${agent.name}: ${reason}. Fix the agent’s voice settings. Until then, its calls use only the settings that can be set per call.`,
      metadata: { agent_id: agentId },
      at: ctx.clock.now(),
    }),
  );
}
