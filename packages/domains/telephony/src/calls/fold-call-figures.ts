import type { SystemContext } from '@leadlock/context/context';
import { sql } from 'kysely';

/** One transaction takes so many: it is over in a fraction of a second. */
const CHANGES_AT_ONCE = 5_000;

/**
 * Takes what was written about calls that are over into the figures. Figures are right without it, and take the longer to
 * read the more waits. Several may do it at once. @returns how many changes it took
 */
export async function foldCallFigures({ db }: Pick<SystemContext, 'db'>): Promise<number> {
  let all = 0;
  for (;;) {
    const { rows } = await sql<{ folded: number }>`SELECT fold_call_figures(${CHANGES_AT_ONCE}) AS folded`.execute(db);
    const folded = rows[0]?.folded ?? 0;
    all += folded;
    if (folded < CHANGES_AT_ONCE) return all;
  }
}
