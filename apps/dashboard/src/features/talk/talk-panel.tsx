import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { Card } from '#/components/ui/card.tsx';
import type { Agent } from '#/features/agents/editor/agent-values.ts';
import { useLeaveGuard } from '#/shell/use-leave-guard.ts';
import { CallClock } from './call-clock.tsx';
import { CallControls } from './call-controls.tsx';
import { Composer } from './composer.tsx';
import { Sides } from './sides.tsx';
import { TalkEnd } from './talk-end.tsx';
import { TalkStart } from './talk-start.tsx';
import type { Phase } from './talk-state.ts';
import { Transcript } from './transcript.tsx';
import type { Talk } from './use-talk.ts';

const RUNNING: readonly Phase[] = ['starting', 'live'];
const LEAVING = {
  title: 'Leave and end the call?',
  body: 'Leaving this page ends the call. You’ll find the transcript under Calls.',
  confirmLabel: 'End call',
  cancelLabel: 'Stay on the call',
  danger: true,
};

interface TalkPanelProps {
  talk: Talk;
  agent: Pick<Agent, 'name' | 'is_active'>;
  /** Who speaks for the agent. */
  voice?: ReactNode;
  /** What the call is held with, and what it costs. */
  note?: string;
  className?: string;
}

/** Whether nothing of a call is there to be shown yet. */
export const isWaiting = ({ state: { phase }, session }: Talk): boolean =>
  phase === 'idle' || (phase === 'starting' && session === null);

/** A call with an agent, from the button that starts it to its end. */
export function TalkPanel({ talk, agent, voice, note, className }: TalkPanelProps) {
  const { phase } = talk.state;
  useLeaveGuard(talk.session !== null && RUNNING.includes(phase) ? LEAVING : null);
  return (
    <>
      {!agent.is_active && <Banner kind="warning">This agent is inactive. Activate it to talk to it.</Banner>}
      <Card aria-label="Call" className={classNames('flex min-h-88 flex-col', className)}>
        {isWaiting(talk) ? (
          <TalkStart
            voice={voice}
            note={note}
            starting={phase === 'starting'}
            problem={talk.microphoneProblem}
            onStart={(by) => void talk.start(by)}
          />
        ) : (
          <Call talk={talk} agentName={agent.name} />
        )}
      </Card>
    </>
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
