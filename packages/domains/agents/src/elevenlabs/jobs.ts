import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';
import { syncAgent } from './sync-agent.ts';
import { syncAgentJob } from './sync-job.ts';

/**
 * Every hour: an agent that was there before the key, whose copy failed, or that the product now lays out in another way.
 * Where nothing changed nothing is sent.
 */
const syncAllJob = {
  name: 'agents.sync-all-elevenlabs',
  payload: z.object({}),
  schedule: '33 * * * *',
} satisfies JobDefinition;

export async function syncAllAgents(system: SystemContext): Promise<void> {
  if (!system.providers.elevenLabs) return;
  const db = allTenants(system);
  const [agents, copies] = await Promise.all([
    db
      .selectFrom('agents')
      .select(['tenant_id', 'id as agent_id'])
      .where(sql<boolean>`settings ->> 'voice_provider' = 'elevenlabs'`)
      .execute(),
    db.selectFrom('elevenlabs_agents').select(['tenant_id', 'agent_id']).execute(),
  ]);
  const all = new Map([...agents, ...copies].map((row) => [row.agent_id, row]));
  for (const [singletonKey, payload] of all) await system.jobs.enqueue(db, syncAgentJob, payload, { singletonKey });
}

export const elevenLabsJobs = [
  handleJob<SystemContext, typeof syncAgentJob.payload>(syncAgentJob, (system, payload, { signal }) =>
    syncAgent(system, payload, signal),
  ),
  handleJob<SystemContext, typeof syncAllJob.payload>(syncAllJob, syncAllAgents),
];
