import type { Outputs } from '#/api/trpc.ts';
import { StatCard } from '#/components/ui/stat-card.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { changeOf } from '#/features/home/change.ts';
import { includedTests } from '#/features/calls/included-tests.ts';
import { NotKnown } from './known-money.tsx';
import { costKnowledge, marginShare, type Unpriced } from './margin.ts';

type Summary = Outputs['agency']['usage']['list']['summary'];

const minutesOf = ({ by_provider }: Summary): number => by_provider.reduce((sum, { minutes }) => sum + minutes, 0);

interface OverviewFiguresProps {
  /** When: "Last 30 days". */
  period: string;
  now: Summary | undefined;
  /** The same of as many days before; undefined where there are none. */
  before: Summary | undefined;
  /** How much of the usage has no known cost. */
  unpriced: Unpriced | undefined;
}

/** The numbers that an agency lives on, each against the period before. */
export function OverviewFigures({ period, now, before, unpriced }: OverviewFiguresProps) {
  const loading = now === undefined;
  const known = now && costKnowledge(now.total_calls, unpriced?.calls);
  const share = now && unpriced && marginShare(now.total_margin_cents, now.total_revenue_cents, unpriced.revenue_cents);
  const amount = (cents: number | undefined) =>
    known === 'all' || known === 'some' ? formatMoneyCents(cents) : <NotKnown />;
  const change = (pick: (summary: Summary) => number): number | null =>
    now ? changeOf(pick(now), before && pick(before)) : null;
  return (
    <div className="grid grid-cols-6 gap-3 sm:gap-4 xl:grid-cols-5 max-lg:*:col-span-3 max-lg:*:last:col-span-6 lg:max-xl:*:col-span-2 lg:max-xl:*:nth-[n+4]:col-span-3">
      <StatCard
        label="Calls"
        loading={loading}
        value={formatNumber(now?.total_calls)}
        delta={change(({ total_calls }) => total_calls)}
        hint={[period, now && includedTests(now.by_direction.map(({ direction, calls }) => [direction, calls]))]
          .filter(Boolean)
          .join('. ')}
      />
      <StatCard
        label="Minutes"
        loading={loading}
        value={formatNumber(now && minutesOf(now))}
        delta={change(minutesOf)}
        hint="As billed"
      />
      <StatCard
        label="Revenue"
        loading={loading}
        value={formatMoneyCents(now?.total_revenue_cents)}
        delta={change(({ total_revenue_cents }) => total_revenue_cents)}
        hint="What clients pay"
      />
      <StatCard
        label="Cost"
        loading={loading}
        value={amount(now?.total_cost_cents)}
        delta={known === 'all' ? change(({ total_cost_cents }) => total_cost_cents) : null}
        moreIsBetter={null}
        hint={unpriced && missingCosts(unpriced.calls, known)}
      />
      <StatCard
        label="Margin"
        loading={loading}
        value={amount(now?.total_margin_cents)}
        delta={known === 'all' ? change(({ total_margin_cents }) => total_margin_cents) : null}
        hint={typeof share === 'number' ? marginHint(share, known) : undefined}
      />
    </div>
  );
}

type Known = ReturnType<typeof costKnowledge>;

function missingCosts(unpricedCalls: number, known: Known): string | undefined {
  if (known === 'none') return 'No known call costs';
  if (known !== 'some') return undefined;
  return `Excludes ${formatNumber(unpricedCalls)} ${unpricedCalls === 1 ? 'call' : 'calls'}`;
}

const marginHint = (share: number, known: Known): string =>
  known === 'some' ? `${formatPercent(share)} of revenue with known costs` : `${formatPercent(share)} of revenue`;
