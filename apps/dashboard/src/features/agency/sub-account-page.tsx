import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { SubAccountActions } from './sub-account-actions.tsx';
import { SubAccountFacts } from './sub-account-facts.tsx';
import { SubAccountIntegrations } from './sub-account-integrations.tsx';
import { SubAccountNumbers } from './sub-account-numbers.tsx';
import { SubAccountPeople } from './sub-account-people.tsx';
import { StatusBadge } from './status-badge.tsx';
import { statusOf } from './sub-account-status.ts';
import { SubAccountUsage } from './sub-account-usage.tsx';

const route = getRouteApi('/_app/clients/$subAccountId');
const BREADCRUMBS = [
  <Link key="all" to="/clients">
    Clients
  </Link>,
];

/** One client of the agency. */
export function SubAccountPage() {
  const { subAccountId } = route.useParams();
  const query = useQuery(trpc.agency.subAccounts.get.queryOptions({ sub_account_id: subAccountId }));
  const account = query.data;
  const problem = query.error && toApiError(query.error);
  if (!account) {
    return (
      <Page title="Client" breadcrumbs={BREADCRUMBS}>
        <Card>
          {problem?.status === 404 ? (
            <EmptyState
              title="Client not found"
              text="Check the URL."
              action={
                <Button asChild>
                  <Link to="/clients">All clients</Link>
                </Button>
              }
            />
          ) : problem ? (
            <ErrorState message={problem.message} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton className="m-4 h-64" />
          )}
        </Card>
      </Page>
    );
  }
  const status = statusOf(account);
  return (
    <Page
      key={account.id}
      title={account.name}
      titleAside={<StatusBadge status={status} />}
      description={[account.admin_name, account.admin_email].filter(Boolean).join(' · ') || 'No administrator yet.'}
      breadcrumbs={BREADCRUMBS}
      actions={<SubAccountActions account={account} />}
    >
      {status === 'suspended' && (
        <Banner kind="warning" title="Suspended">
          {account.suspended_reason && `${account.suspended_reason.replace(/\.$/, '')}. `}
          Its team has read-only access and its agents don’t answer.
        </Banner>
      )}
      {status === 'deleted' && (
        <Banner kind="info" title="Deleted">
          Its team has read-only access and its agents don’t answer. Its data stays, and you can restore it.
        </Banner>
      )}
      <SubAccountUsage account={account} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <SubAccountFacts account={account} />
          <SubAccountIntegrations account={account} />
        </div>
        <div className="grid gap-4">
          <SubAccountPeople account={account} />
          <SubAccountNumbers account={account} />
        </div>
      </div>
    </Page>
  );
}
