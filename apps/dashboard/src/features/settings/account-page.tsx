import { Page } from '#/components/ui/page.tsx';
import { useAccount } from '#/session/account.ts';
import { AccountFacts } from './account-facts.tsx';
import { CloseAccount } from './close-account.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { Sessions } from './sessions.tsx';
import { TimeZoneForm } from './time-zone-form.tsx';

export function AccountPage() {
  const { isOwner, acting, tenant, context } = useAccount();
  // A sub-account is closed by its agency, and nobody closes another's account from here.
  const canClose = isOwner && acting === null && tenant.parent_tenant_id === null;
  return (
    <Page title="Account" width="narrow">
      <div>
        <ProfileForm />
        <PasswordForm />
        <Sessions />
        <TimeZoneForm key={context.current_tenant_id} />
        <AccountFacts />
        {canClose && <CloseAccount />}
      </div>
    </Page>
  );
}
