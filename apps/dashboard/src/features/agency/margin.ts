/** What stands beside amounts whose calls may have no known cost yet. */
export const ABOUT_COST = 'Without calls whose cost is not known yet.';

/** Margin in share of the revenue; null of nothing. */
export const marginShare = (marginCents: number, revenueCents: number): number | null =>
  revenueCents === 0 ? null : marginCents / revenueCents;

const DIRECTIONS: Record<string, string> = { inbound: 'Inbound', outbound: 'Outbound', test: 'Test', demo: 'Demo' };

/** Which way calls went, in words. */
export const directionLabel = (direction: string): string => DIRECTIONS[direction] ?? direction;

/**
 * Whether a call's cost is known. The api answers 0 for an unknown cost and its margin; of a known cost of 0 the margin
 * is the revenue.
 */
export const isCostKnown = (record: { cost_cents: number; revenue_cents: number; margin_cents: number }): boolean =>
  record.margin_cents === record.revenue_cents - record.cost_cents;
