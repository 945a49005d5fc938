import { CopyButton } from '#/components/ui/copy-button.tsx';

interface BrandingRecordProps {
  /** What the rows are of, for those who cannot see. */
  label: string;
  rows: readonly { label: string; value: string }[];
}

/** What is to be entered elsewhere, such as a DNS record: each value can be copied. */
export function BrandingRecord({ label: name, rows }: BrandingRecordProps) {
  return (
    <dl aria-label={name} className="grid gap-px overflow-hidden rounded-md border bg-line">
      {rows.map(({ label, value }) => (
        <div key={label} className="grid min-h-10 grid-cols-[4rem_1fr_auto] items-center gap-2 bg-surface pr-1 pl-3">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 font-mono text-xs break-all">{value}</dd>
          <dd>{label !== 'Type' && <CopyButton value={value} label={`Copy ${label.toLowerCase()}`} />}</dd>
        </div>
      ))}
    </dl>
  );
}
