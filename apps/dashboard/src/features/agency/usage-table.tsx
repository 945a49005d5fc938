import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Outputs } from '#/api/trpc.ts';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber } from '#/format/number.ts';
import { directionLabel } from '#/features/calls/call-labels.ts';
import { voiceLabel } from '#/features/calls/voice-label.ts';
import { NotKnown } from './known-money.tsx';

export type UsageRecord = Outputs['agency']['usage']['list']['records'][number];
/** A record, and whether its cost is known, which its amounts do not say. */
type Row = UsageRecord & { isCostKnown: boolean };

const COLUMNS: Column<Row>[] = [
  {
    id: 'account',
    header: 'Client',
    className: 'max-w-72',
    cell: ({ sub_account_id, sub_account_name }) => (
      <Link
        to="/clients/$subAccountId"
        params={{ subAccountId: sub_account_id }}
        className="block truncate rounded-sm font-medium underline-offset-4 hover:underline"
      >
        {sub_account_name}
      </Link>
    ),
  },
  {
    id: 'when',
    header: 'Ended',
    cell: ({ date, time }) => <Time value={`${date}T${time}Z`} format="datetime" />,
  },
  { id: 'direction', header: 'Direction', cell: ({ direction }) => directionLabel(direction) },
  {
    id: 'provider',
    header: 'Voice',
    wide: true,
    cell: ({ voice_provider }) => <span className="text-muted">{voiceLabel(voice_provider ?? '')}</span>,
  },
  { id: 'minutes', header: 'Minutes', align: 'end', cell: ({ minutes }) => formatNumber(minutes) },
  { id: 'cost', header: 'Cost', align: 'end', cell: (record) => <Known record={record} cents={record.cost_cents} /> },
  { id: 'revenue', header: 'Revenue', align: 'end', cell: (record) => formatMoneyCents(record.revenue_cents) },
  {
    id: 'margin',
    header: 'Margin',
    align: 'end',
    cell: (record) => <Known record={record} cents={record.margin_cents} />,
  },
];

/** An amount that depends on the call’s cost, which may not be known yet. */
function Known({ record, cents }: { record: Row; cents: number }) {
  return record.isCostKnown ? formatMoneyCents(cents) : <NotKnown />;
}

interface UsageTableProps {
  rows: readonly UsageRecord[] | undefined;
  /** Ids of the rows whose cost is not known; undefined: nobody can say of any. */
  unpriced: readonly string[] | undefined;
  busy: boolean;
  error: string | null;
  onRetry: () => void;
  toolbar: ReactNode;
  footer: ReactNode;
  onFirstPage?: () => void;
  empty: ReactNode;
}

/** Calls of sub-accounts that have ended, the newest first. */
export function UsageTable({ rows, unpriced, ...rest }: UsageTableProps) {
  const known = rows?.map((row) => ({ ...row, isCostKnown: unpriced !== undefined && !unpriced.includes(row.id) }));
  return <DataTable label="Usage" columns={COLUMNS} rows={known} rowId={({ id }) => id} mobile={usageCard} {...rest} />;
}

/** A call on a phone: two lines instead of eight. */
function usageCard(record: Row) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5 text-[13px]">
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium">{record.sub_account_name}</span>
        <span className="tabular-nums">{formatMoneyCents(record.revenue_cents)}</span>
      </div>
      <div className="flex items-baseline justify-between gap-3 text-xs text-muted">
        <span className="min-w-0">
          <Time value={`${record.date}T${record.time}Z`} format="datetime" /> · {directionLabel(record.direction)} ·{' '}
          {formatNumber(record.minutes)} min
        </span>
        <span className="shrink-0 tabular-nums">
          Margin <Known record={record} cents={record.margin_cents} />
        </span>
      </div>
    </div>
  );
}
