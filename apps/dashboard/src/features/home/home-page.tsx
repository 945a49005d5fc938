import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Card } from '#/components/ui/card.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { RunningNow } from '#/features/calls/running-now.tsx';
import { useLiveCalls } from '#/features/calls/use-live-calls.ts';
import { useAccount } from '#/session/account.ts';
import { AccountSetup } from './account-setup.tsx';
import { AgentsTable } from './agents-table.tsx';
import { loadAgencyHome } from './load-agency-home.ts';
import { Figures } from './figures.tsx';
import { PERIODS, recentCallsQuery, type HomeSearch, type Period } from './home-search.ts';
import { RecentCalls } from './recent-calls.tsx';
import { Trend } from './trend.tsx';
import { TrialBanner } from './trial-banner.tsx';

// Businesses, whose first page carries charts as well, do not load it.
const AgencyHome = lazy(loadAgencyHome);

const route = getRouteApi('/_app/');

const PERIOD_OPTIONS = PERIODS.map((days) => ({ value: days, label: `Last ${days} days` }));

/** The first page: what is left to set up, then how the calls go. */
export function HomePage() {
  const { isAgency, context } = useAccount();
  // Live calls belong to one account; another one begins anew.
  if (isAgency) {
    return (
      <Suspense fallback={<Skeleton className="m-6 h-72" />}>
        <AgencyHome />
      </Suspense>
    );
  }
  return <AccountHome key={context.current_tenant_id} />;
}

function AccountHome() {
  const { tenant, acting } = useAccount();
  const { days, show } = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLiveCalls();
  const setup = useQuery(trpc.setup.status.queryOptions());
  const recent = useQuery(recentCallsQuery());
  const name = acting?.name ?? tenant.name;
  // Figures of nothing tell nothing.
  const isFirstRun = recent.data?.total === 0;
  return (
    <Page
      title={isFirstRun ? `Welcome, ${name}` : name}
      description={
        isFirstRun
          ? setup.data?.required_complete
            ? 'Your agent is ready. Your calls will show up here.'
            : 'An agent can answer your phone in a few minutes. Here’s how.'
          : 'How your agents are doing.'
      }
      actions={
        !isFirstRun && (
          <div className="w-40">
            <Select<Period>
              aria-label="Period"
              options={PERIOD_OPTIONS}
              value={String(days) as Period}
              onValueChange={(next) =>
                void navigate({
                  search: (old) => ({ ...old, days: Number(next) as HomeSearch['days'] }),
                  replace: true,
                })
              }
            />
          </div>
        )
      }
    >
      <TrialBanner />
      <RunningNow {...live} />
      {setup.data && <AccountSetup setup={setup.data} />}
      {setup.isPending && <Skeleton className="h-72" />}
      {setup.error && (
        <Card>
          <ErrorState message={toApiError(setup.error).message} onRetry={() => void setup.refetch()} />
        </Card>
      )}
      {!isFirstRun && (
        <>
          <Figures days={days} />
          <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <Trend days={days} metric={show} />
            <div className="min-w-0 xl:row-span-2">
              <RecentCalls />
            </div>
            <AgentsTable days={days} />
          </div>
        </>
      )}
    </Page>
  );
}
