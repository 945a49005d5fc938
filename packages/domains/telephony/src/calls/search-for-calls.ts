import type { Page } from '@leadlock/db/cells';
import type { Db } from '@leadlock/db/client';
import { containing } from '@leadlock/db/has-every-word';
import { saidWords } from '@leadlock/db/said-words';
import { sql } from 'kysely';
import { beginOf, endOf, MOST, type CallFilter, type CallsOf, type FoundPage } from './queries.ts';

/** So many calls are counted, or as many as a page lies behind; more say no more to anybody. */
const COUNTED = 1_000;

/** One page of the calls that contain a text, or in which all of its words were said. */
export async function searchForCalls(
  db: Db,
  tenant: CallsOf,
  filter: CallFilter,
  { limit, offset }: Page,
): Promise<FoundPage> {
  const { search = '', agent_id, status, direction, live } = filter;
  // A page behind what the database can count is empty.
  const most = Math.min(MOST, Math.max(COUNTED, offset + limit + 1));
  const { rows } = await sql<{ ids: string[] }>`
    SELECT search_calls(
      tenant => ${tenant.id}, containing => ${containing(search)}, most => ${most},
      since => ${beginOf(tenant, filter)}, before => ${endOf(tenant, filter)},
      of_agent => ${agent_id ?? null}, with_status => ${status ?? null}, of_direction => ${direction ?? null},
      only_live => ${live === true}, said => ${saidWords(search)}) AS ids
  `.execute(db);
  const ids = rows[0]?.ids ?? [];
  return { ids: ids.slice(offset, offset + limit), total: ids.length };
}
