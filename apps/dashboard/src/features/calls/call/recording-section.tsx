import { AudioLines } from 'lucide-react';
import { Card } from '#/components/ui/card.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Spinner } from '#/components/ui/spinner.tsx';
import type { CallDetail } from '../call-labels.ts';
import { awaitsRecording, whyNotRecorded } from './no-recording.ts';
import { Player } from './player.tsx';
import { turnsOf } from './timeline.ts';
import type { RecordingState } from './use-recording.ts';

interface RecordingSectionProps {
  call: CallDetail;
  state: RecordingState;
  /** When the call was last looked at, in ms since the epoch. */
  now: number;
}

/** The recording to listen to, or why there is none. */
export function RecordingSection({ call, state, now }: RecordingSectionProps) {
  if (!call.recording_url) {
    return (
      <Card aria-label="Recording" className="flex items-center gap-3 px-4 py-3 text-[13px] text-muted">
        {awaitsRecording(call, now) ? <Spinner /> : <AudioLines aria-hidden className="size-4 shrink-0" />}
        <p role="status">{whyNotRecorded(call, now)}</p>
      </Card>
    );
  }
  if (state.error !== null) {
    return (
      <Card aria-label="Recording">
        <ErrorState message={state.error} onRetry={state.retry} />
      </Card>
    );
  }
  if (state.recording === null) {
    return (
      <Card aria-label="Recording" className="p-4" role="status">
        <span className="sr-only">Loading recording…</span>
        <Skeleton className="h-14" />
        <div className="mt-3 flex items-center gap-3">
          <Skeleton className="size-8 rounded-full max-sm:size-11" />
          <Skeleton className="w-20" />
        </div>
      </Card>
    );
  }
  return <Player call={call} recording={state.recording} turns={turnsOf(call)} />;
}
