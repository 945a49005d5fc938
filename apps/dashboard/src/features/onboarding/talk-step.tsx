import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { agentNamesQuery, agentQuery } from '#/features/agents/agents-queries.ts';
import { isWaiting, TalkPanel } from '#/features/talk/talk-panel.tsx';
import { useTalk } from '#/features/talk/use-talk.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';

/** A call with the agent, held here. */
export function TalkStep({ onboarding }: { onboarding: Onboarding }) {
  const { next } = onboarding;
  const agents = useQuery(agentNamesQuery('', 1));
  const agent = agents.data?.agents[0];
  return (
    <StepCard
      title="Try it"
      description="Talk to your agent here in the browser. It works just like on the phone."
      onboarding={onboarding}
      action={
        <Button variant="primary" loading={next.isPending} onClick={() => next.mutate({ completed: true })}>
          Continue
        </Button>
      }
    >
      {agent ? (
        <Suspense fallback={<Skeleton className="h-88" />}>
          <TrialCall agentId={agent.id} />
        </Suspense>
      ) : (
        agents.isPending && <Skeleton className="h-88" />
      )}
    </StepCard>
  );
}

function TrialCall({ agentId }: { agentId: string }) {
  const { data: agent } = useSuspenseQuery(agentQuery(agentId));
  const talk = useTalk(agent);
  return <TalkPanel talk={talk} agent={agent} className={isWaiting(talk) ? undefined : 'h-[28rem]'} />;
}
