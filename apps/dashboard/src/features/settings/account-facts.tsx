import { useQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { FormSection } from '#/components/ui/form.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { NO_LIMIT } from '#/format/limit.ts';
import { formatNumber } from '#/format/number.ts';

const limit = (used: number, most: number): string =>
  most >= NO_LIMIT ? `${formatNumber(used)}, no limit` : `${formatNumber(used)} of ${formatNumber(most)}`;

/** What support asks for, and what the plan allows. */
export function AccountFacts() {
  const { data, error, isPending, refetch } = useQuery(trpc.tenants.me.queryOptions());
  return (
    <FormSection title="Plan" description="What it includes and how much of it you’re using.">
      {isPending && <SkeletonText />}
      {error && <ErrorState message={toApiError(error).message} onRetry={() => void refetch()} />}
      {data && (
        <DescriptionList
          items={[
            { label: 'Plan', value: <span className="capitalize">{data.plan}</span> },
            ...(data.trial_ends_at === null
              ? []
              : [{ label: 'Trial ends', value: <Time value={data.trial_ends_at} format="day" /> }]),
            { label: 'Agents', value: limit(data.stats.total_agents, data.agent_limit) },
            {
              label: 'Account ID',
              value: (
                <span className="flex items-center gap-1">
                  <code className="font-mono text-xs break-all">{data.id}</code>
                  <CopyButton value={data.id} />
                </span>
              ),
            },
          ]}
        />
      )}
    </FormSection>
  );
}
