import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { AudioLines } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { Page } from '#/components/ui/page.tsx';
import { AgentMenu } from './agent-menu.tsx';
import { AgentStatus } from './agent-status.tsx';
import { AgentSwitch } from './agent-switch.tsx';
import { AgentWarnings } from './agent-warnings.tsx';
import { agentNumbersQuery, agentQuery, describeNumbers } from './agents-queries.ts';
import { AgentEditor } from './editor/agent-editor.tsx';
import type { Agent } from './editor/agent-values.ts';
import { useAgentActions } from './use-agent-actions.ts';

const route = getRouteApi('/_app/agents/$agentId/');

/** One agent with all its settings. */
export function AgentPage() {
  const { agentId } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: agent } = useSuspenseQuery(agentQuery(agentId));
  return (
    <Page
      title={agent.name}
      titleAside={<AgentStatus agent={agent} />}
      breadcrumbs={[
        <Link key="agents" to="/agents">
          Agents
        </Link>,
      ]}
      description={<Numbers agentId={agentId} />}
      actions={<Actions agent={agent} />}
    >
      <AgentWarnings agent={agent} />
      <AgentEditor
        key={agent.id}
        agent={agent}
        tab={tab}
        onTabChange={(next) => navigate({ search: { tab: next }, replace: true, resetScroll: false })}
      />
    </Page>
  );
}

function Numbers({ agentId }: { agentId: string }) {
  const { data } = useQuery(agentNumbersQuery(agentId));
  if (data === undefined) return <span aria-busy="true">&nbsp;</span>;
  const numbers = describeNumbers(data);
  const link = (
    <Link to="/phone-numbers" className="text-brand-text underline underline-offset-4">
      {numbers === null ? 'Add a number' : 'Phone numbers'}
    </Link>
  );
  if (numbers === null) return <>No phone number yet. {link}</>;
  return (
    <>
      Answers {numbers}. {link}
    </>
  );
}

function Actions({ agent }: { agent: Agent }) {
  const actions = useAgentActions();
  const navigate = useNavigate();
  // What was not saved is gone with the agent, so nothing is asked about it.
  const leave = (): Promise<void> => navigate({ to: '/agents', ignoreBlocker: true });
  return (
    <>
      <AgentSwitch agent={agent} label="Takes calls" className="mr-2" />
      <AgentMenu
        name={agent.name}
        onDuplicate={() => actions.duplicate(agent)}
        onDelete={() => void actions.remove(agent, leave)}
      />
      <Button asChild>
        <Link to="/agents/$agentId/talk" params={{ agentId: agent.id }}>
          <AudioLines />
          Talk to agent
        </Link>
      </Button>
    </>
  );
}
