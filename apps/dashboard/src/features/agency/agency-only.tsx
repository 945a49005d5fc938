import { Link } from '@tanstack/react-router';
import { Building2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { useAccount } from '#/session/account.ts';
import { useSwitchAccount } from '#/shell/switch-account.ts';

/** Pages that show an agency its sub-accounts. */
export function AgencyOnly({ children }: { children: ReactNode }) {
  const { isAgency, acting, tenant } = useAccount();
  const switchAccount = useSwitchAccount();
  if (isAgency) return children;
  return (
    <div className="grid min-h-80 place-items-center px-4">
      {acting === null ? (
        <EmptyState
          icon={<Building2 />}
          title="Agencies only"
          text="Agencies manage several accounts. Yours is a single business account."
          action={
            <Button variant="primary" asChild>
              <Link to="/">Go to Home</Link>
            </Button>
          }
        />
      ) : (
        <EmptyState
          icon={<Building2 />}
          title={`You are working in ${acting.name}`}
          text={`Go back to ${tenant.name} to see all its clients.`}
          action={
            <Button variant="primary" onClick={() => void switchAccount(null)}>
              Back to {tenant.name}
            </Button>
          }
        />
      )}
    </div>
  );
}
