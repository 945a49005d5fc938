import { useBrand } from '#/brand/use-brand.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import type { CostLine } from '../call-metadata.ts';
import { costItemLabel, quantityText } from './cost-items.ts';

const MICRO_PER_CENT = 10_000;

/** Null as soon as one price is not known. */
const sumOf = (lines: readonly CostLine[]): number | null =>
  lines.reduce<number | null>(
    (sum, { micro_dollars }) => (sum === null || micro_dollars === null ? null : sum + micro_dollars),
    0,
  );

/** What the call was charged for, and who gets the bill. */
export function CostCard({ lines }: { lines: readonly CostLine[] }) {
  const { name } = useBrand();
  const payers = [
    { payer: 'platform', title: `Paid by ${name}` },
    { payer: 'tenant', title: 'Billed by Twilio to the connected account' },
  ] as const;
  return (
    <Card>
      <CardHeader title="Cost" />
      <CardBody className="grid gap-5 text-[13px]">
        {payers.map(({ payer, title }) => {
          const ofPayer = lines.filter(({ paid_by }) => paid_by === payer);
          if (ofPayer.length === 0) return null;
          return (
            <section key={payer} className="grid gap-2">
              <h3 className="text-xs font-medium text-muted">{title}</h3>
              <ul className="grid gap-1.5">
                {ofPayer.map((line) => (
                  <li key={line.item} className="flex items-baseline justify-between gap-3">
                    <span className="min-w-0">
                      {costItemLabel(line.item)} <span className="text-muted">{quantityText(line)}</span>
                    </span>
                    <Price microDollars={line.micro_dollars} />
                  </li>
                ))}
              </ul>
              {ofPayer.length > 1 && (
                <p className="flex justify-between gap-3 border-t pt-2 font-medium">
                  Total <Price microDollars={sumOf(ofPayer)} />
                </p>
              )}
            </section>
          );
        })}
      </CardBody>
    </Card>
  );
}

function Price({ microDollars }: { microDollars: number | null }) {
  if (microDollars === null) return <span className="shrink-0 text-muted">Price unknown</span>;
  return <span className="tabular-nums">{formatMoneyCents(microDollars / MICRO_PER_CENT)}</span>;
}
