import type { TenantContext } from '@leadlock/context/context';
import { locatePage, toCell, type Page } from '@leadlock/db/cells';
import type { Span } from '@leadlock/db/call-figures';
import { sql, type RawBuilder } from 'kysely';
import { usageBySpan, usageOfDays } from './select-usage.ts';
import type { UsageFilter } from './usage-filter.ts';
import { selectRecords } from './usage-records.ts';

/** So many entries of an index, and whether each was taken back, are looked at in some milliseconds. */
const NEAR = 1_000;

/** A page of the calls that a filter lets through, the newest first, however far behind it lies. */
export async function findPageOfRecords(ctx: TenantContext, filter: UsageFilter, page: Page) {
  const { limit, offset } = page;
  const records = selectRecords(ctx, filter).limit(limit);
  if (offset + limit <= NEAR) return records.offset(offset).execute();
  const count = async (usage: RawBuilder<{ kind: string; span: Span; began_at: Date }>) => {
    const rows = await ctx.db
      .selectFrom(usage.as('usage'))
      .select(['span', 'began_at', sql<number>`sum(calls)::float8`.as('rows')])
      .where('kind', '=', 'voice')
      .groupBy(['span', 'began_at'])
      .having(sql<boolean>`sum(calls) > 0`)
      .execute();
    return rows.map(toCell);
  };
  const located = await locatePage(await count(usageBySpan(ctx, filter)), page, ({ began }) =>
    count(usageOfDays(ctx, filter, began)),
  );
  const [newest, oldest] = [located.cells[0], located.cells.at(-1)];
  if (!newest || !oldest) return [];
  return records
    .where('used.occurred_at', '>=', oldest.began)
    .where('used.occurred_at', '<', newest.before)
    .offset(located.offset)
    .execute();
}
