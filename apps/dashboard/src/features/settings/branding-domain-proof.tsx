import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Time } from '#/components/ui/time.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatDateTime } from '#/format/date.ts';
import { BrandingRecord } from './branding-record.tsx';

type CustomDomain = Outputs['agency']['branding']['getDomain'];

function DomainState({ domain }: { domain: CustomDomain }) {
  if (domain.served_until !== null) {
    return (
      <Banner kind="warning" title="Domain not verified">
        {domain.problem} The domain is served until {formatDateTime(new Date(domain.served_until))}.
      </Banner>
    );
  }
  if (domain.status === 'verified' || domain.problem === null) return null;
  return <Banner kind="warning">{domain.problem} DNS changes can take an hour to arrive.</Banner>;
}

/** Whether the agency's domain is verified, and how its owner proves that it is theirs. */
export function BrandingDomainProof() {
  const queryClient = useQueryClient();
  const query = useQuery(trpc.agency.branding.getDomain.queryOptions());
  const verify = useMutation(
    trpc.agency.branding.verifyDomain.mutationOptions({
      onSuccess(checked) {
        queryClient.setQueryData(trpc.agency.branding.getDomain.queryKey(), checked);
        if (checked.problem === null) toast.success('Domain verified');
        else toast.error(checked.problem);
      },
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );
  const domain = query.data;
  if (domain === undefined) return null;
  const isVerified = domain.status === 'verified';
  return (
    <section aria-label="Verification" className="grid gap-3 text-[13px]">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={isVerified ? 'success' : 'warning'} dot>
          {isVerified ? 'Verified' : 'Not verified'}
        </Badge>
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {domain.checked_at === null ? 'Verify' : 'Check again'}
        </Button>
        {domain.checked_at !== null && (
          <span className="text-muted">
            Checked <Time value={domain.checked_at} format="relative" />
          </span>
        )}
      </div>
      <DomainState domain={domain} />
      {(!isVerified || domain.served_until !== null) && (
        <>
          <p className="text-pretty text-muted">
            Verify that you own the domain to show your brand there. Add this DNS record and keep it.
          </p>
          <BrandingRecord
            label="DNS record"
            rows={[
              { label: 'Type', value: 'TXT' },
              { label: 'Name', value: domain.dns.name },
              { label: 'Value', value: domain.dns.value },
            ]}
          />
          <p className="text-pretty text-muted">Or serve this file on the domain before you point it here.</p>
          <BrandingRecord
            label="File"
            rows={[
              { label: 'URL', value: domain.http.url },
              { label: 'Content', value: domain.http.content },
            ]}
          />
        </>
      )}
    </section>
  );
}
