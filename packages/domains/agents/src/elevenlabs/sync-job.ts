import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';

/** Brings ElevenLabs' copy of one agent in step with it, or deletes it where there is nothing to copy. */
export const syncAgentJob = {
  name: 'agents.sync-elevenlabs',
  payload: z.object({ tenant_id: z.string(), agent_id: z.string() }),
  timeoutSeconds: 110,
  concurrency: 4,
} satisfies JobDefinition;

interface Spoken {
  voice_provider: string;
}

/**
 * Has the agent's copy at ElevenLabs follow, in the transaction that changes the agent. `before` and `after` are its
 * settings; null: there is no agent.
 */
export async function copyFollows(
  ctx: Pick<TenantContext, 'jobs' | 'tenant'>,
  trx: Db,
  agentId: string,
  { before, after }: { before: Spoken | null; after: Spoken | null },
): Promise<void> {
  if (before?.voice_provider !== 'elevenlabs' && after?.voice_provider !== 'elevenlabs') return;
  const payload = { tenant_id: ctx.tenant.id, agent_id: agentId };
  await ctx.jobs.enqueue(trx, syncAgentJob, payload, { singletonKey: agentId });
}
