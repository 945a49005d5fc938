import { isId } from '@leadlock/core/id';
import type { ApiClient, Outputs } from '../../api/trpc-client.ts';
import { findOne } from '../../program/find-one.ts';

export type Agent = Outputs['agents']['get'];

/** An agent by its id or its name; unless `isExact`, by how the name begins too. */
export async function findAgent(
  api: ApiClient,
  named: string,
  { isExact }: { isExact?: boolean } = {},
): Promise<Agent> {
  if (isId(named)) return api.agents.get.query({ agent_id: named });
  const { agents } = await api.agents.names.query({});
  const { id } = findOne(agents, named, { what: 'agent', names: ({ name }) => [name], isExact });
  return api.agents.get.query({ agent_id: id });
}
