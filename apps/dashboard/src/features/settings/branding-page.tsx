import { useSuspenseQuery } from '@tanstack/react-query';
import { Paintbrush } from 'lucide-react';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { brandingQuery, useAccount } from '#/session/account.ts';
import { BrandingForm } from './branding-form.tsx';

/** How an agency looks to its sub-accounts. */
export function BrandingPage() {
  const { isAgency, isAdmin } = useAccount();
  // The shell has loaded it: it shows it.
  const { data: branding } = useSuspenseQuery(brandingQuery());
  return (
    <Page title="Brand and domain" description="How the product looks to you and your clients.">
      {isAgency && isAdmin ? (
        <BrandingForm branding={branding} />
      ) : (
        <EmptyState
          icon={<Paintbrush />}
          title="Your agency manages the brand"
          text="Only an agency’s owners and admins can change the name, color, and logo."
        />
      )}
    </Page>
  );
}
