import { formatMoneyCents } from '#/format/money.ts';
import { costKnowledge } from './margin.ts';

interface KnownMoneyProps {
  /** Of the calls whose cost is known. */
  cents: number;
  calls: number;
  /** Those of the calls whose cost is not known; undefined: nobody can say. */
  unpriced: number | undefined;
}

/** A cost or a margin of calls, and whether it is that of all of them. */
export function KnownMoney({ cents, calls, unpriced }: KnownMoneyProps) {
  const known = costKnowledge(calls, unpriced);
  if (known === 'all') return formatMoneyCents(cents);
  if (known === 'some') {
    return (
      <>
        {formatMoneyCents(cents)}
        <span className="block text-xs font-normal text-muted">partly known</span>
      </>
    );
  }
  return <NotKnown />;
}

/** What stands in the place of an amount that nobody knows. */
export function NotKnown() {
  return (
    <span className="text-muted" title="Unknown">
      <span aria-hidden>—</span>
      <span className="sr-only">Unknown</span>
    </span>
  );
}
