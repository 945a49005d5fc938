import { AgentCreate } from '@leadlock/agents/agents';
import { connectDatabase } from '@leadlock/db/client';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrate } from '@leadlock/db/migrate';
import { signIn } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';

export const LIST_ROWS = 50;

export interface BenchData extends DatabaseAccess {
  tenantId: string;
  agentId: string;
  /** The access token of the tenant's owner. */
  token: string;
  stop(): Promise<void>;
}

/** All settings of an agent, as the product stores them: who reads them answers with as many bytes, whatever serves it. */
const { name: _name, ...SETTINGS } = AgentCreate.parse({
  name: 'Ava',
  system_prompt: 'You answer the phone of a dental practice.',
});

/** A database of its own with one tenant and fifty agents. */
export async function seedBenchData(): Promise<BenchData> {
  const postgres = await startEmbeddedPostgres({ throwaway: true });
  await migrate(postgres);
  const database = connectDatabase({ connectionString: postgres.connectionString, maxConnections: 1 });
  const tenant = await createTenant(database);
  const token = await signIn(createTestContext(database), tenant);
  let agentId = '';
  for (let index = 0; index < LIST_ROWS; index += 1)
    ({ id: agentId } = await createAgent(database, tenant, { settings: SETTINGS }));
  await database.close();
  return {
    connectionString: postgres.connectionString,
    ownerUrl: postgres.ownerUrl,
    tenantId: tenant.id,
    agentId,
    token,
    stop: () => postgres.stop(),
  };
}
