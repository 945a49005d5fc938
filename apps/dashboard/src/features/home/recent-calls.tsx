import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { isRunning, type Call } from '#/features/calls/call-labels.ts';
import { partyOf } from '#/features/calls/call-party.ts';
import { CallStatusBadge } from '#/features/calls/call-status-badge.tsx';
import { Elapsed } from '#/features/calls/elapsed.tsx';
import { formatDuration } from '#/format/duration.ts';
import { recentCallsQuery } from './home-search.ts';

/** The last calls, each a link to it. */
export function RecentCalls() {
  const { data, error, refetch } = useQuery(recentCallsQuery());
  return (
    <Card>
      <CardHeader
        title="Recent calls"
        actions={
          <Button size="sm" variant="link" asChild>
            <Link to="/calls">All calls</Link>
          </Button>
        }
      />
      {error ? (
        <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} />
      ) : data?.calls.length === 0 ? (
        <EmptyState picture="calls" title="No calls yet" text="Your next call will appear here as soon as it rings." />
      ) : (
        <ul className="divide-y divide-line">
          {data
            ? data.calls.map((call) => <RecentCall key={call.id} call={call} />)
            : [1, 2, 3, 4].map((row) => (
                <li key={row} className="px-4 py-3">
                  <Skeleton className="h-8" />
                </li>
              ))}
        </ul>
      )}
    </Card>
  );
}

function RecentCall({ call }: { call: Call }) {
  return (
    <li>
      <Link
        to="/calls/$callId"
        params={{ callId: call.id }}
        className="flex min-h-13 items-center gap-3 px-4 py-2 text-[13px] hover:bg-hover/60 focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium tabular-nums">{partyOf(call).title}</span>
          <span className="block truncate text-xs text-muted">
            <Time value={call.started_at} />
            {call.agent_name && ` · ${call.agent_name}`}
          </span>
        </span>
        <CallStatusBadge call={call} />
        <span className="w-10 text-right text-muted tabular-nums">
          {isRunning(call) ? <Elapsed since={call.started_at} /> : formatDuration(call.duration_seconds)}
        </span>
      </Link>
    </li>
  );
}
