import { Link, Outlet } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { useAccount } from '#/session/account.ts';

/** Pages of agents, which an agency has only in its sub-accounts. */
export function SubAccountOnly() {
  const { isAgency } = useAccount();
  if (!isAgency) return <Outlet />;
  return (
    <Page title="Agents">
      <Card>
        <EmptyState
          icon={<Building2 />}
          title="Agents belong to clients"
          text="Open a client to create and edit its agents, or view the agents of all clients."
          action={
            <>
              <Button asChild>
                <Link to="/clients/agents">All agents</Link>
              </Button>
              <Button asChild variant="primary">
                <Link to="/clients">Choose a client</Link>
              </Button>
            </>
          }
        />
      </Card>
    </Page>
  );
}
