import type { Outputs } from '#/api/trpc.ts';

/** How much of some usage has no known cost. */
export type Unpriced = Outputs['agency']['usage']['unpriced'];

/** Of a sub-account's calls, those without a known cost; undefined until it is known. */
export const unpricedOf = (unpriced: Unpriced | undefined, subAccountId: string): number | undefined =>
  unpriced && (unpriced.by_sub_account.find((one) => one.sub_account_id === subAccountId)?.calls ?? 0);

/**
 * Whether the costs of calls are known: of all, of some, of none. No calls cost nothing, and that is known. Undefined
 * until it is known how many have none.
 */
export function costKnowledge(calls: number, unpriced: number | undefined): 'all' | 'some' | 'none' | undefined {
  if (unpriced === undefined) return undefined;
  if (unpriced === 0) return 'all';
  return unpriced < calls ? 'some' : 'none';
}

/** Margin in share of the revenue it was made with: that of calls whose cost is known. Null of nothing. */
export function marginShare(marginCents: number, revenueCents: number, unpricedRevenueCents: number): number | null {
  const revenue = revenueCents - unpricedRevenueCents;
  return revenue === 0 ? null : marginCents / revenue;
}
