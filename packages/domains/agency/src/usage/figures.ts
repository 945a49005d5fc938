import type { TenantContext } from '@leadlock/context/context';
import { vendorNamed } from '@leadlock/voice/vendors';
import { sql } from 'kysely';

/** Sums over the tables that add usage up. */
export interface Figures {
  calls: number;
  /** Calls that could have led to an appointment, as `is_conversation` in the database says. */
  conversations: number;
  /** Those of them that did. */
  booked: number;
  seconds: number;
  minutes: number;
  texts: number;
  /** Calls whose cost is not known. */
  unpriced_calls: number;
  cost_cents: number;
  revenue_cents: number;
  /** Revenue of what has a known cost. */
  priced_revenue_cents: number;
}

export const FIGURE_NAMES = [
  'calls',
  'conversations',
  'booked',
  'seconds',
  'minutes',
  'texts',
  'unpriced_calls',
  'cost_cents',
  'revenue_cents',
  'priced_revenue_cents',
] as const satisfies (keyof Figures)[];

const sumsOf = <Name extends keyof Figures>(names: readonly Name[]) =>
  names.map((name) => sql<number>`sum(${sql.ref(name)})::float8`.as(name));

/** What to select to get `Figures` of each group. */
export const FIGURE_SUMS = sumsOf(FIGURE_NAMES);

/** The figures that are told of a day or a provider. */
export const MONEY_NAMES = [
  'calls',
  'minutes',
  'cost_cents',
  'revenue_cents',
  'priced_revenue_cents',
] as const satisfies (keyof Figures)[];
type MoneyFigures = Pick<Figures, (typeof MONEY_NAMES)[number]>;
/** What to select to get `MoneyFigures` of each of many groups; adding up all figures takes longer. */
export const MONEY_SUMS = sumsOf(MONEY_NAMES);

const NONE: Figures = {
  calls: 0,
  conversations: 0,
  booked: 0,
  seconds: 0,
  minutes: 0,
  texts: 0,
  unpriced_calls: 0,
  cost_cents: 0,
  revenue_cents: 0,
  priced_revenue_cents: 0,
};

export function sumOf(rows: readonly Figures[]): Figures {
  const sum = { ...NONE };
  for (const row of rows) for (const name of FIGURE_NAMES) sum[name] += row[name];
  return sum;
}

/** The rows in groups of one key each, added up, the group with the most calls first. */
export function groupBy<Row extends Figures>(rows: readonly Row[], keyOf: (row: Row) => string): [string, Figures][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  const sums = [...groups].map(([key, members]): [string, Figures] => [key, sumOf(members)]);
  return sums.sort(([, a], [, b]) => b.calls - a.calls);
}

/** Figures as somebody may see them: where costs are hidden, none is known. */
export const seenBy = <Row extends MoneyFigures>(
  { hidesCosts }: Pick<TenantContext, 'hidesCosts'>,
  rows: Row[],
): Row[] => (hidesCosts ? rows.map((row) => ({ ...row, cost_cents: 0, priced_revenue_cents: 0 })) : rows);

/** Revenue less cost, of what has a known cost. */
export const marginOf = (figures: MoneyFigures): number => figures.priced_revenue_cents - figures.cost_cents;

export const toMoney = (figures: MoneyFigures) => ({
  calls: figures.calls,
  minutes: figures.minutes,
  cost_cents: figures.cost_cents,
  revenue_cents: figures.revenue_cents,
  margin_cents: marginOf(figures),
});

const UNKNOWN = 'unknown';
export const providerLabel = (provider: string): string =>
  vendorNamed(provider)?.label ?? (provider === UNKNOWN ? 'Unknown' : provider);
