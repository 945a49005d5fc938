import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from '#/components/ui/button.tsx';
import { Page } from '#/components/ui/page.tsx';
import { useAccount } from '#/session/account.ts';
import { AgencyHasNoAgents } from './agency-has-no-agents.tsx';
import { NewAgentForm } from './new-agent-form.tsx';

const BREADCRUMBS = [
  <Link key="agents" to="/agents">
    Agents
  </Link>,
];

export function NewAgentPage() {
  const { isAgency } = useAccount();
  return isAgency ? <AgencyHasNoAgents title="New agent" /> : <NewAgent />;
}

function NewAgent() {
  const navigate = useNavigate();
  return (
    <Page
      title="New agent"
      description="A start that works. Everything can be changed afterwards."
      breadcrumbs={BREADCRUMBS}
      width="narrow"
    >
      <NewAgentForm onCreated={({ id }) => navigate({ to: '/agents/$agentId', params: { agentId: id } })}>
        <Button asChild variant="ghost">
          <Link to="/agents">Cancel</Link>
        </Button>
      </NewAgentForm>
    </Page>
  );
}
