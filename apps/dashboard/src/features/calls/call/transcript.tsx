import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { StatusDot } from '#/components/ui/status-dot.tsx';
import { isRunning, type CallDetail } from '../call-labels.ts';
import { speakersOf } from '../call-party.ts';
import { timelineOf, type TimelineItem } from './timeline.ts';
import { ToolUseView } from './tool-use-view.tsx';
import { TranscriptActions } from './transcript-actions.tsx';
import { TurnView } from './turn-view.tsx';
import { useFollowEnd } from './use-follow-end.ts';
import type { Recording } from './use-recording.ts';

/** When the turn after this one begins. */
const nextTurnAt = (items: readonly TimelineItem[], index: number): number => {
  const next = items.slice(index + 1).find((item) => item.kind === 'turn');
  return next?.kind === 'turn' ? next.startedAt : Infinity;
};

/** What was said and done, growing while the call runs. */
export function Transcript({ call, recording }: { call: CallDetail; recording: Recording | null }) {
  const running = isRunning(call);
  const items = timelineOf(call);
  const { agent, caller } = speakersOf(call);
  // Places are told as the player tells them.
  const origin = recording?.startedAt ?? Date.parse(call.started_at);
  return (
    <Card aria-label="Transcript" className="overflow-visible">
      <CardHeader
        title={
          <span className="flex items-center gap-2.5">
            Transcript
            {running && (
              <span className="flex items-center gap-1.5 text-xs font-medium text-brand-text">
                <StatusDot tone="brand" live />
                Live
              </span>
            )}
          </span>
        }
        actions={!running && items.length > 0 && <TranscriptActions call={call} items={items} origin={origin} />}
      />
      <CardBody className="py-2 pr-4 pl-0 sm:pl-2">
        {items.length === 0 ? (
          <NothingSaid call={call} running={running} />
        ) : (
          <ol aria-label="Conversation" aria-live={running ? 'polite' : undefined}>
            {items.map((item, index) =>
              item.kind === 'turn' ? (
                <TurnView
                  key={item.id}
                  turn={item}
                  nextAt={nextTurnAt(items, index)}
                  speaker={item.role === 'assistant' ? agent : caller}
                  origin={origin}
                  recording={recording}
                />
              ) : (
                <ToolUseView key={item.id} tool={item} origin={origin} />
              ),
            )}
          </ol>
        )}
        {running && <FollowedEnd length={items.length} />}
      </CardBody>
    </Card>
  );
}

/** Keeps the newest turn in sight. */
function FollowedEnd({ length }: { length: number }) {
  return <div ref={useFollowEnd(length)} className="scroll-mb-8" />;
}

function NothingSaid({ call, running }: { call: CallDetail; running: boolean }) {
  if (typeof call.transcript === 'string' && call.transcript !== '') {
    return <p className="px-2 py-2 text-sm leading-6 whitespace-pre-wrap">{call.transcript}</p>;
  }
  return running ? (
    <EmptyState title="Waiting for the conversation to start" text="The transcript appears here as they speak." />
  ) : (
    <EmptyState title="No transcript" text="The call ended before anyone spoke." />
  );
}
