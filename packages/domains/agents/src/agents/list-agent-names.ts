import type { TenantContext } from '@leadlock/context/context';
import { hasEveryWord } from '@leadlock/db/has-every-word';
import { readPage } from '@leadlock/db/read-page';
import type { z } from 'zod';
import type { AgentNames, AgentNamesInput } from './search-schemas.ts';

/** The agents of the tenant by name, the newest first: what there is to choose from, without all that they are told. */
export async function listAgentNames(
  { db, tenant }: TenantContext,
  { search, limit }: z.output<typeof AgentNamesInput>,
): Promise<z.output<typeof AgentNames>> {
  const list = db
    .selectFrom('agents')
    .select(['id', 'name', 'is_active'])
    .where('tenant_id', '=', tenant.id)
    .$if(search.trim() !== '', (query) => query.where((eb) => hasEveryWord(search, [eb.ref('name')])))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
  const { rows, total } = await readPage(db, list, { limit, offset: 0 });
  return { agents: rows, total };
}
