import { Page } from '#/components/ui/page.tsx';
import { useAccount } from '#/session/account.ts';
import { AccountFacts } from './account-facts.tsx';
import { CloseAccount } from './close-account.tsx';
import { CompanyForm } from './company-form.tsx';
import { TimeZoneForm } from './time-zone-form.tsx';

/** What belongs to the account as a whole. */
export function GeneralPage() {
  const { isOwner, acting, tenant, context } = useAccount();
  // A client's account is closed by its agency, and nobody closes another's account from here.
  const canClose = isOwner && acting === null && tenant.parent_tenant_id === null;
  return (
    <Page title="General" width="narrow">
      <div>
        <CompanyForm key={`company-${context.current_tenant_id}`} />
        <AccountFacts />
        <TimeZoneForm key={context.current_tenant_id} />
        {canClose && <CloseAccount />}
      </div>
    </Page>
  );
}
