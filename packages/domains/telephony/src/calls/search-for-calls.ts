import type { Page } from '@leadlock/db/cells';
import type { Db } from '@leadlock/db/client';
import { containing } from '@leadlock/db/has-every-word';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { sql } from 'kysely';
import { isDay, type CallFilter, type CallsOf, type FoundPage } from './queries.ts';

/** So many calls are counted, or as many as a page lies behind; more say no more to anybody. */
const COUNTED = 1_000;
/** What an integer of Postgres holds. A page behind that is empty. */
const MOST = 2_147_483_647;

/** One page of the calls that contain a text. */
export async function searchForCalls(
  db: Db,
  tenant: CallsOf,
  { search = '', agent_id, status, direction, live, date_from, date_to }: CallFilter,
  { limit, offset }: Page,
): Promise<FoundPage> {
  const most = Math.min(MOST, Math.max(COUNTED, offset + limit + 1));
  const { timeZone } = tenant;
  const at = (time: string, ofDay: typeof startOfDay) =>
    isDay(time) ? ofDay(time, timeZone) : sql<Date>`${new Date(time)}::timestamptz`;
  const { rows } = await sql<{ ids: string[] }>`
    SELECT search_calls(
      tenant => ${tenant.id}, containing => ${containing(search)}, most => ${most},
      since => ${date_from === undefined ? sql`'-infinity'` : at(date_from, startOfDay)},
      before => ${date_to === undefined ? sql`'infinity'` : at(date_to, endOfDay)},
      of_agent => ${agent_id ?? null}, with_status => ${status ?? null}, of_direction => ${direction ?? null},
      only_live => ${live === true}) AS ids
  `.execute(db);
  const ids = rows[0]?.ids ?? [];
  return { ids: ids.slice(offset, offset + limit), total: ids.length };
}
