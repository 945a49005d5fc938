import { getRouteApi, Link } from '@tanstack/react-router';
import { PhoneOff } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton, SkeletonText } from '#/components/ui/skeleton.tsx';
import { endReasonText } from '@leadlock/core/call-end-reasons';
import { isRunning, type CallDetail } from './call-labels.ts';
import { readMetadata } from './call-metadata.ts';
import { partyOf } from './call-party.ts';
import { CONNECTION_TEXTS } from './connection-texts.ts';
import type { Connection } from './follow-stream.ts';
import { CallStatusBadge } from './call-status-badge.tsx';
import { CallSummary } from './call/call-summary.tsx';
import { ContactCard } from './call/contact-card.tsx';
import { CostCard } from './call/cost-card.tsx';
import { EndCallButton } from './call/end-call-button.tsx';
import { FactsCard } from './call/facts-card.tsx';
import { LatencyCard } from './call/latency-card.tsx';
import { RecordingSection } from './call/recording-section.tsx';
import { Transcript } from './call/transcript.tsx';
import { useRecording } from './call/use-recording.ts';
import { useWatchedCall } from './call/use-watched-call.ts';
import { WhyItFailed } from './call/why-it-failed.tsx';
import { ListenCard } from './listen/listen-card.tsx';
import { useAccount } from '#/session/account.ts';

const route = getRouteApi('/_app/calls/$callId');

const CALLS_LINK = (
  <Link key="calls" to="/calls">
    Calls
  </Link>
);

/** One call: live while it runs, to read and hear when it is over. */
export function CallPage() {
  const { callId } = route.useParams();
  const { data, dataUpdatedAt, error, refetch, connection } = useWatchedCall(callId);
  if (data) return <CallView key={data.id} call={data} now={dataUpdatedAt} connection={connection} />;
  const problem = error && toApiError(error);
  return (
    <Page title="Call" breadcrumbs={[CALLS_LINK]}>
      {problem?.status === 404 ? (
        <Card>
          <EmptyState
            icon={<PhoneOff />}
            title="Call not found"
            text="Check the URL."
            action={
              <Button asChild>
                <Link to="/calls">All calls</Link>
              </Button>
            }
          />
        </Card>
      ) : problem ? (
        <ErrorState message={problem.message} onRetry={() => void refetch()} />
      ) : (
        <>
          <Skeleton className="h-16" />
          <SkeletonText lines={8} />
        </>
      )}
    </Page>
  );
}

interface CallViewProps {
  call: CallDetail;
  /** When it was last looked at, in ms since the epoch. */
  now: number;
  connection: Connection;
}

function CallView({ call, now, connection }: CallViewProps) {
  const running = isRunning(call);
  const { isAdmin } = useAccount();
  const recording = useRecording(call);
  const metadata = readMetadata(call.metadata);
  const { title, detail } = partyOf(call);
  const went = call.status === 'completed' || call.status === 'voicemail';
  return (
    <Page
      title={title}
      titleAside={<CallStatusBadge call={call} />}
      description={[detail, went && endReasonText(metadata.end_reason, call.direction)].filter(Boolean).join(' · ')}
      breadcrumbs={[CALLS_LINK]}
      actions={running && <EndCallButton call={call} />}
    >
      <p role="status" className="sr-only">
        {running ? 'Call in progress' : 'Call ended'}
      </p>
      {running && connection !== 'steady' && (
        <p role="status" className="text-xs text-muted">
          {CONNECTION_TEXTS[connection]}
        </p>
      )}
      <CallSummary call={call} />
      {!running && <WhyItFailed call={call} metadata={metadata} />}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 grid-cols-1 gap-4">
          {isAdmin && <ListenCard callId={call.id} running={running} />}
          {!running && <RecordingSection call={call} state={recording} now={now} />}
          <Transcript call={call} recording={recording.recording} />
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <ContactCard
            call={call}
            isLoaded={!call.recording_url || recording.recording !== null || recording.error !== null}
          />
          {metadata.turn_latencies_ms.length > 0 && (
            <LatencyCard latencies={metadata.turn_latencies_ms} timings={metadata.turn_timings} />
          )}
          {metadata.cost_lines.length > 0 && <CostCard lines={metadata.cost_lines} costCents={call.cost_cents} />}
          <FactsCard call={call} metadata={metadata} />
        </div>
      </div>
    </Page>
  );
}
