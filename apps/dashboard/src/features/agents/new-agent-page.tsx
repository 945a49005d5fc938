import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from '#/components/ui/button.tsx';
import { Page } from '#/components/ui/page.tsx';
import { NewAgentForm } from './new-agent-form.tsx';

const BREADCRUMBS = [
  <Link key="agents" to="/agents">
    Agents
  </Link>,
];

export function NewAgentPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="New agent"
      description="Start with the basics. You can change everything later."
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
