import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Badge } from '#/components/ui/badge.tsx';
import { classNames } from '#/components/class-names.ts';
import { Page } from '#/components/ui/page.tsx';
import { agentQuery } from '#/features/agents/agents-queries.ts';
import { isWaiting, TalkPanel } from './talk-panel.tsx';
import type { Phase } from './talk-state.ts';
import { useTalk } from './use-talk.ts';

const route = getRouteApi('/_app/agents/$agentId/talk');

/** A call with an agent, held in the browser. */
export function TalkPage() {
  const { agentId } = route.useParams();
  const { data: agent } = useSuspenseQuery(agentQuery(agentId));
  const talk = useTalk(agent);
  const { phase } = talk.state;
  const waiting = isWaiting(talk);
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
      <TalkPanel
        talk={talk}
        agent={agent}
        className={classNames(
          'max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0',
          !waiting && 'h-[calc(100dvh-13rem)] max-h-[56rem]',
        )}
      />
    </Page>
  );
}

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
