import { Link, Outlet } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { useAccount } from '#/session/account.ts';

/** Pages of things that an agency has only in its sub-accounts. */
export function SubAccountOnly() {
  const { isAgency } = useAccount();
  if (!isAgency) return <Outlet />;
  return (
    <div className="grid min-h-80 place-items-center px-4">
      <EmptyState
        icon={<Building2 />}
        title="Choose a sub-account first"
        text="Agents belong to your clients. Switch to one of them in the sidebar, or see all agents at once."
        action={
          <>
            <Button asChild>
              <Link to="/agency/sub-accounts">Sub-accounts</Link>
            </Button>
            <Button variant="primary" asChild>
              <Link to="/agency/agents">All agents</Link>
            </Button>
          </>
        }
      />
    </div>
  );
}
