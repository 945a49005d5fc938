import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ExportBanner } from '#/components/ui/export-banner.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { zoneName } from '#/format/zone-days.ts';
import { useAccount } from '#/session/account.ts';
import { OverviewFigures } from './overview-figures.tsx';
import { dayLabel } from './period.ts';
import { UsageFilters } from './usage-filters.tsx';
import { accountUsageQuery, allUsageQuery, unpricedUsageQuery } from './usage-queries.ts';
import type { UsageSearch } from './usage-search.ts';
import { UsageTable } from './usage-table.tsx';
import { useUsageExport } from './use-usage-export.ts';

const route = getRouteApi('/_app/usage');

/** Every call that the agency bills, and what they come to. */
export function AgencyUsagePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { context } = useAccount();
  const { account } = search;
  const all = useQuery({ ...allUsageQuery(search), enabled: !account, placeholderData: keepPreviousData });
  const ofAccount = useQuery({
    ...accountUsageQuery(account ?? '', search),
    enabled: Boolean(account),
    placeholderData: keepPreviousData,
  });
  const usage = account ? ofAccount : all;
  const unpriced = useQuery({ ...unpricedUsageQuery(search), placeholderData: keepPreviousData }).data;
  const { save, saving, bytes } = useUsageExport();
  const change = (next: Partial<UsageSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...next }) }));
  const filtered = Boolean(account ?? search.from ?? search.to);
  const total = usage.data?.total;
  return (
    <Page
      title="Usage and margins"
      description={`Your clients’ completed calls, with your cost and revenue. Date filters use ${zoneName(context.timezone)}.`}
      actions={
        <Button disabled={!total} loading={saving} onClick={() => save(search)}>
          <Download />
          Export CSV
        </Button>
      }
    >
      {saving && <ExportBanner bytes={bytes} />}
      {!usage.error && (
        <OverviewFigures
          period={daysInWords(search)}
          now={usage.data?.summary}
          before={undefined}
          unpriced={unpriced}
        />
      )}
      <UsageTable
        rows={usage.data?.records}
        unpriced={unpriced?.record_ids}
        busy={usage.isPlaceholderData}
        error={usage.error && toApiError(usage.error).message}
        onRetry={() => void usage.refetch()}
        toolbar={<UsageFilters search={search} onChange={change} />}
        onFirstPage={search.offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={
          <EmptyState
            picture={filtered ? 'search' : 'usage'}
            title={filtered ? 'No calls match these filters' : 'No calls yet'}
            text={filtered ? undefined : 'Your clients’ calls appear here once they end.'}
            action={
              filtered && (
                <Button onClick={() => change({ account: undefined, from: undefined, to: undefined })}>
                  Show all calls
                </Button>
              )
            }
          />
        }
        footer={
          usage.data && (
            <Pagination
              offset={search.offset}
              limit={search.limit}
              total={usage.data.total}
              onOffsetChange={(offset) => change({ offset })}
              onLimitChange={(limit) => change({ limit: limit as UsageSearch['limit'] })}
            />
          )
        }
      />
    </Page>
  );
}

/** The days that the figures are of. */
function daysInWords({ from, to }: UsageSearch): string {
  if (from && to) return `${dayLabel(from)} – ${dayLabel(to)}`;
  if (from) return `Since ${dayLabel(from)}`;
  return to ? `Until ${dayLabel(to)}` : 'All time';
}
