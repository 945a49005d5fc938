import { createAgent } from '@leadlock/testing/factories';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';

const agent: Seed = async ({ system, tenant, subAccount, mark }) => {
  // Agencies have no agents of their own: what they copy and list belongs to their sub-accounts.
  const row = await createAgent(system.database, subAccount ?? tenant, { name: mark });
  return row.id;
};

export const agentsRows: AccessRows = { ids: { agent_id: agent } };
