import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Card } from '#/components/ui/card.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { brandingQuery, useAccount } from '#/session/account.ts';
import { anyNumberQuery } from './home-search.ts';
import { SetupList, type SetupTask } from './setup-list.tsx';
import { useDismissed } from './use-dismissed.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

/** What an agency needs before it can hand agents to its clients. */
export function AgencySetup() {
  const { tenant, isAdmin } = useAccount();
  const [dismissed, dismiss] = useDismissed(`setup.${tenant.id}`);
  const twilio = useQuery(twilioStatusQuery());
  const numbers = useQuery(anyNumberQuery());
  const overview = useQuery(trpc.agency.usage.overview.queryOptions());
  const branding = useQuery(brandingQuery());
  if (dismissed) return null;
  const failed = [twilio, numbers, overview, branding].find(({ error, data }) => error !== null && data === undefined);
  if (failed) {
    return (
      <Card>
        <ErrorState message={toApiError(failed.error).message} onRetry={() => void failed.refetch()} />
      </Card>
    );
  }
  if (!twilio.data || !numbers.data || !overview.data || !branding.data) return <Skeleton className="h-64" />;
  const connected = twilio.data.is_connected;
  const tasks: SetupTask[] = [
    {
      id: 'twilio',
      title: 'Connect Twilio',
      text: 'Your Twilio account carries your clients’ calls.',
      done: connected,
      link: isAdmin ? <Link to="/integrations">Connect Twilio</Link> : undefined,
    },
    {
      id: 'numbers',
      title: 'Import phone numbers',
      text: 'Import numbers from Twilio, then assign them to clients.',
      done: numbers.data.total > 0,
      link: isAdmin && connected ? <Link to="/phone-numbers">Import numbers</Link> : undefined,
    },
    {
      id: 'client',
      title: 'Create a client',
      text: 'Each client gets their own account with agents, numbers, and a team.',
      done: overview.data.total_sub_accounts > 0,
      link: isAdmin ? (
        <Link to="/clients" search={{ create: true }}>
          Create client
        </Link>
      ) : undefined,
    },
    {
      id: 'brand',
      title: 'Set up your brand',
      text: 'Put your name, logo, and color on every page and email your clients see.',
      done: Boolean(branding.data.company_name || branding.data.logo_url),
      link: isAdmin ? <Link to="/brand">Set up brand</Link> : undefined,
    },
  ];
  const required = tasks.filter(({ id }) => id !== 'brand').every(({ done }) => done);
  return <SetupList title="Get ready for clients" tasks={tasks} collapsible={required} onDismiss={dismiss} />;
}
