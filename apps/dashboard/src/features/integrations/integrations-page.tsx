import { Page } from '#/components/ui/page.tsx';
import { TwilioCard } from './twilio-card.tsx';

export function IntegrationsPage() {
  return (
    <Page title="Integrations" width="narrow" description="Connect the services this account uses.">
      <TwilioCard />
    </Page>
  );
}
