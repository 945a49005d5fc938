import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Badge } from '#/components/ui/badge.tsx';
import { Banner } from '#/components/ui/banner.tsx';
import { classNames } from '#/components/class-names.ts';
import { Card } from '#/components/ui/card.tsx';
import { Page } from '#/components/ui/page.tsx';
import { agentQuery } from '#/features/agents/agents-queries.ts';
import { useLeaveGuard } from '#/shell/use-leave-guard.ts';
import { CallClock } from './call-clock.tsx';
import { CallControls } from './call-controls.tsx';
import { Composer } from './composer.tsx';
import { Sides } from './sides.tsx';
import { TalkEnd } from './talk-end.tsx';
import { TalkStart } from './talk-start.tsx';
import type { Phase } from './talk-state.ts';
import { Transcript } from './transcript.tsx';
import { useTalk, type Talk } from './use-talk.ts';

const RUNNING: readonly Phase[] = ['starting', 'live'];
const LEAVING = {
  title: 'Leave and end the call?',
  body: 'Leaving this page ends the call. You’ll find the transcript under Calls.',
  confirmLabel: 'End call',
  cancelLabel: 'Stay on the call',
  danger: true,
};

const route = getRouteApi('/_app/agents/$agentId/talk');

/** A call with an agent, held in the browser. */
export function TalkPage() {
  const { agentId } = route.useParams();
  const { data: agent } = useSuspenseQuery(agentQuery(agentId));
  const talk = useTalk(agent);
  const { phase } = talk.state;
  useLeaveGuard(talk.session !== null && RUNNING.includes(phase) ? LEAVING : null);
  const waiting = phase === 'idle' || (phase === 'starting' && talk.session === null);
  return (
    <Page
      title={`Talk to ${agent.name}`}
      width="narrow"
      titleAside={!waiting && <PhaseBadge phase={phase} />}
      breadcrumbs={[
        <Link key="agents" to="/agents">
          Agents
        </Link>,
        <Link key="agent" to="/agents/$agentId" params={{ agentId }}>
          {agent.name}
        </Link>,
      ]}
    >
      {!agent.is_active && <Banner kind="warning">This agent is inactive. Activate it to talk to it.</Banner>}
      <Card
        aria-label="Call"
        className={classNames(
          'flex min-h-88 flex-col max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0',
          !waiting && 'h-[calc(100dvh-13rem)] max-h-[56rem]',
        )}
      >
        {waiting ? (
          <TalkStart
            agentName={agent.name}
            starting={phase === 'starting'}
            problem={talk.microphoneProblem}
            onStart={(by) => void talk.start(by)}
          />
        ) : (
          <Call talk={talk} agentName={agent.name} />
        )}
      </Card>
    </Page>
  );
}

function Call({ talk, agentName }: { talk: Talk; agentName: string }) {
  const { state, session } = talk;
  const over = state.phase === 'ended';
  return (
    <>
      {!over && <Sides talk={talk} agentName={agentName} />}
      {!over && (
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
          <CallClock startedAt={state.startedAt} endedAt={state.endedAt} />
          <CallControls talk={talk} />
        </div>
      )}
      {talk.microphoneProblem !== null && !over && (
        <Banner kind="warning" title={talk.microphoneProblem.title} className="m-3 mb-0">
          {talk.microphoneProblem.text}
        </Banner>
      )}
      <Transcript lines={state.lines} agentName={agentName} empty={emptyText(state.phase, agentName)} />
      {over ? (
        <TalkEnd state={state} onAgain={(by) => void talk.start(by)} />
      ) : (
        <Composer
          agentName={agentName}
          disabled={state.phase !== 'live'}
          autoFocus={!talk.listening}
          onSend={(text) => session?.sendText(text)}
          onTyping={() => session?.typing()}
        />
      )}
    </>
  );
}

const emptyText = (phase: Phase, agentName: string): string => {
  if (phase === 'starting') return `Calling ${agentName}…`;
  return phase === 'ended' ? 'No transcript' : 'The transcript appears here.';
};

function PhaseBadge({ phase }: { phase: Phase }) {
  if (phase === 'live') {
    return (
      <Badge tone="success" dot>
        On the call
      </Badge>
    );
  }
  return <Badge>{phase === 'starting' ? 'Connecting' : phase === 'ending' ? 'Hanging up' : 'Ended'}</Badge>;
}
