import { AudioLines, PanelRight } from 'lucide-react';
import type { Column } from '#/components/ui/data-table.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatDuration } from '#/format/duration.ts';
import { formatMoneyCents } from '#/format/money.ts';
import { isRunning, outcomeLabel, type Call } from './call-labels.ts';
import { partyOf } from './call-party.ts';
import { CallStatusBadge } from './call-status-badge.tsx';
import { DirectionMark } from './direction-mark.tsx';
import { Elapsed } from './elapsed.tsx';

/** How long a call was, or has been so far. */
function CallDuration({ call }: { call: Call }) {
  if (isRunning(call)) return <Elapsed since={call.started_at} className="text-brand-text" />;
  return formatDuration(call.duration_seconds);
}

/** On one line, so that a row stays one; their number where the table has room for it. */
function Caller({ call }: { call: Call }) {
  const { title, detail } = partyOf(call);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="max-w-44 truncate tabular-nums">{title}</span>
      {detail !== null && (
        <span className="text-xs font-normal text-muted tabular-nums @max-[68rem]:hidden">{detail}</span>
      )}
    </span>
  );
}

function RecordingMark({ call }: { call: Call }) {
  if (!call.recording_url) return null;
  return (
    <span title="Recorded" className="inline-block align-middle text-muted">
      <AudioLines aria-hidden className="size-4" />
      <span className="sr-only">Recorded</span>
    </span>
  );
}

export const CALL_COLUMNS: Column<Call>[] = [
  { id: 'caller', header: 'Caller', cell: (call) => <Caller call={call} /> },
  {
    id: 'agent',
    header: 'Agent',
    cell: ({ agent_name }) => <span className="block max-w-28 truncate @4xl:max-w-40">{agent_name ?? '—'}</span>,
  },
  {
    id: 'direction',
    header: 'Direction',
    wide: true,
    cell: ({ direction }) => <DirectionMark direction={direction} />,
  },
  { id: 'status', header: 'Status', cell: (call) => <CallStatusBadge call={call} /> },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: (call) => outcomeLabel(call) ?? '—',
  },
  { id: 'started', header: 'Started', cell: ({ started_at }) => <Time value={started_at} className="text-muted" /> },
  {
    id: 'duration',
    header: 'Duration',
    align: 'end',
    cell: (call) => (
      <span className="inline-flex items-center gap-2">
        <RecordingMark call={call} />
        <CallDuration call={call} />
      </span>
    ),
  },
  { id: 'price', header: 'Price', align: 'end', cell: ({ price_cents }) => formatMoneyCents(price_cents) },
];

/** Looks into a call without leaving the list. */
export const peekColumn = (onPeek: (id: string) => void): Column<Call> => ({
  id: 'peek',
  header: 'Preview',
  kind: 'actions',
  cell: ({ id }) => (
    <IconButton
      label="Preview"
      side="left"
      className="not-pointer-coarse:opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100"
      onClick={() => onPeek(id)}
    >
      <PanelRight />
    </IconButton>
  ),
});

/** A call on a phone's screen. */
function CallCard({ call }: { call: Call & { account_name?: string } }) {
  const { title, detail } = partyOf(call);
  return (
    <span className="grid grid-cols-1 gap-1 text-[13px] font-normal">
      <span className="flex items-start justify-between gap-3">
        <span className="min-w-0 text-sm font-medium">
          <span className="block truncate tabular-nums">{title}</span>
          {detail !== null && <span className="block text-xs font-normal text-muted tabular-nums">{detail}</span>}
        </span>
        <CallStatusBadge call={call} />
      </span>
      <span className="flex items-center justify-between gap-3 text-muted">
        <span className="flex min-w-0 items-center gap-2">
          <DirectionMark direction={call.direction} />
          <span className="truncate">
            {[call.account_name, call.agent_name, outcomeLabel(call)].filter(Boolean).join(' · ')}
          </span>
        </span>
        <RecordingMark call={call} />
      </span>
      <span className="flex items-center justify-between gap-3 text-muted tabular-nums">
        <Time value={call.started_at} />
        <span>
          <CallDuration call={call} />
          {!isRunning(call) && ` · ${formatMoneyCents(call.price_cents)}`}
        </span>
      </span>
    </span>
  );
}

export const toCard = (call: Call & { account_name?: string }) => <CallCard call={call} />;
