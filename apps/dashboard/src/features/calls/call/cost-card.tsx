import { useBrand } from '#/brand/use-brand.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import type { CostLine } from '../call-metadata.ts';
import { centsOf, costItemLabel, priceText, quantityText } from './cost-items.ts';

interface CostCardProps {
  lines: readonly CostLine[];
  /** What the platform pays, as lists and exports have it; null as soon as one price is not known. */
  costCents: number | null | undefined;
}

/** What the call's vendors charge, and who gets the bill. It is not what the account pays. */
export function CostCard({ lines, costCents }: CostCardProps) {
  const { name } = useBrand();
  const ofTenant = lines.filter(({ paid_by }) => paid_by === 'tenant');
  const payers = [
    { payer: 'platform', title: `Paid by ${name}`, sum: `${name} total`, total: costCents ?? null },
    {
      payer: 'tenant',
      title: 'Billed by Twilio to the connected account',
      sum: 'Twilio total',
      total: centsOf(ofTenant),
    },
  ] as const;
  return (
    <Card>
      <CardHeader title="Vendor costs" description="What vendors charge for this call, before the price." />
      <CardBody className="grid gap-5 text-[13px]">
        {payers.map(({ payer, title, sum, total }) => {
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
                    <Price text={priceText(line.micro_dollars)} />
                  </li>
                ))}
              </ul>
              {ofPayer.length > 1 && (
                <p className="flex justify-between gap-3 border-t pt-2 font-medium">
                  {sum} <Price text={total === null ? null : formatMoneyCents(total)} />
                </p>
              )}
            </section>
          );
        })}
      </CardBody>
    </Card>
  );
}

function Price({ text }: { text: string | null }) {
  if (text === null) return <span className="shrink-0 text-muted">Price unknown</span>;
  return <span className="shrink-0 tabular-nums">{text}</span>;
}
