import type { Outputs } from '#/api/trpc.ts';
import { StatCard } from '#/components/ui/stat-card.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { ABOUT_COST, marginShare } from './margin.ts';
import { changeOf } from './period.ts';

type Summary = Outputs['agency']['usage']['list']['summary'];

const minutesOf = ({ by_provider }: Summary): number => by_provider.reduce((sum, { minutes }) => sum + minutes, 0);

interface OverviewFiguresProps {
  now: Summary | undefined;
  /** The same of as many days before; undefined where there are none. */
  before: Summary | undefined;
}

/** The numbers that an agency lives on, each against the period before. */
export function OverviewFigures({ now, before }: OverviewFiguresProps) {
  const loading = now === undefined;
  const share = now && marginShare(now.total_margin_cents, now.total_revenue_cents);
  const change = (pick: (summary: Summary) => number): number | null =>
    now ? changeOf(pick(now), before && pick(before)) : null;
  return (
    <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-5 [&>*:last-child]:max-lg:col-span-2">
      <StatCard
        label="Calls"
        loading={loading}
        value={formatNumber(now?.total_calls)}
        delta={change(({ total_calls }) => total_calls)}
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
        hint="What sub-accounts pay"
      />
      <StatCard
        label="Cost"
        loading={loading}
        value={formatMoneyCents(now?.total_cost_cents)}
        delta={change(({ total_cost_cents }) => total_cost_cents)}
        moreIsBetter={null}
        hint={ABOUT_COST}
      />
      <StatCard
        label="Margin"
        loading={loading}
        value={formatMoneyCents(now?.total_margin_cents)}
        delta={change(({ total_margin_cents }) => total_margin_cents)}
        hint={typeof share === 'number' ? `${formatPercent(share)} of the revenue` : undefined}
      />
    </div>
  );
}
