import type { Page } from '@leadlock/db/cells';
import type { Db } from '@leadlock/db/client';
import type { FiguresOf } from '@leadlock/db/call-figures';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { sql } from 'kysely';
import { countByFigures, findPageByFigures, type FilteredTimes } from './locate-calls.ts';
import { countCalls, findCallIds, isDay, type CallFilter, type CallsOf, type FoundPage } from './queries.ts';
import { searchForCalls } from './search-for-calls.ts';

/** So many entries of an index are passed over in a millisecond. */
const NEAR = 1_000;

/** One page of the calls that match, newest first. What the total counts is said by `total` of the list's schema. */
export async function findPageOfCalls(db: Db, tenant: CallsOf, filter: CallFilter, page: Page): Promise<FoundPage> {
  if (filter.search !== undefined && filter.search !== '') return searchForCalls(db, tenant, filter, page);
  if (filter.live === true) {
    const [ids, total] = await Promise.all([findCallIds(db, tenant, filter, page), countCalls(db, tenant, filter)]);
    return { ids, total };
  }
  const times = timesOf(tenant, filter);
  const isNear = page.offset + page.limit <= NEAR && hasIndex(filter);
  if (!isNear) return findPageByFigures(db, tenant, filter, times, page);
  const [ids, ...counts] = await Promise.all([
    findCallIds(db, tenant, filter, page),
    countByFigures(db, times.whole),
    ...times.rests.map((rest) => countCalls(db, tenant, filter, rest)),
  ]);
  return { ids, total: counts.reduce((sum, count) => sum + count, 0) };
}

/** Whether an index holds what the filter lets through in the order of the list. */
const hasIndex = ({ agent_id, direction, status }: CallFilter): boolean =>
  [agent_id, direction, status].filter((value) => value !== undefined).length <= 1;

const QUARTER_HOUR_MS = 900_000;
const quarterHour = (time: Date, round: (quarters: number) => number): Date =>
  new Date(round(time.getTime() / QUARTER_HOUR_MS) * QUARTER_HOUR_MS);

function timesOf(
  { id, timeZone }: CallsOf,
  { agent_id, status, direction, date_from, date_to }: CallFilter,
): FilteredTimes {
  const whole: FiguresOf = { tenantId: id, agentId: agent_id, status, direction };
  const rests: FilteredTimes['rests'] = [];
  const from = date_from === undefined || isDay(date_from) ? null : new Date(date_from);
  const before = date_to === undefined || isDay(date_to) ? null : new Date(date_to);
  const [first, last] = [from && quarterHour(from, Math.ceil), before && quarterHour(before, Math.floor)];
  if (from && before && first && last && first > last) {
    rests.push({ began: from, before });
  } else {
    if (from && first && from < first) rests.push({ began: from, before: first });
    if (before && last && last < before) rests.push({ began: last, before });
  }
  if (date_from !== undefined) whole.from = first ? timestamp(first) : startOfDay(date_from, timeZone);
  if (date_to !== undefined) whole.before = last ? timestamp(last) : endOfDay(date_to, timeZone);
  return { whole, rests };
}

const timestamp = (time: Date) => sql<Date>`${time}::timestamptz`;
