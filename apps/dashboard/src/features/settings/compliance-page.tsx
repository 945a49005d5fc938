import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#/components/ui/card.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';

const TERMS = [
  'We only call and text people who have consented, and we keep proof of their consent.',
  'We disclose that the caller is an automated voice and who it is calling for.',
  'We only call during the hours the law allows where the person lives.',
  'We honor every request to stop calls or texts.',
  'We are responsible for what our agents say and know the rules that apply (TCPA, National Do Not Call Registry, GDPR).',
];

/** The terms of calling and texting people who have not called first. */
export function CompliancePage() {
  const { isAdmin } = useAccount();
  const [agreed, setAgreed] = useState(false);
  const queryClient = useQueryClient();
  const status = useQuery(trpc.compliance.outbound.queryOptions());
  const accept = useMutation(
    trpc.compliance.acceptOutbound.mutationOptions({
      onSuccess: () => {
        toast.success('Terms accepted. Your agents can call and text.');
        return queryClient.invalidateQueries(trpc.compliance.pathFilter());
      },
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );
  const data = status.data;
  return (
    <Page
      title="Compliance"
      width="narrow"
      description="Accept these terms before your agents call or text people on their own."
    >
      <Card>
        <CardHeader
          title="Outbound calls and texts"
          actions={
            data && (
              <Badge tone={data.outbound_enabled ? 'success' : 'warning'}>
                {data.outbound_enabled ? 'Accepted' : 'Not accepted'}
              </Badge>
            )
          }
        />
        {status.isError ? (
          <ErrorState message={toApiError(status.error).message} onRetry={() => void status.refetch()} />
        ) : (
          <CardBody>
            <ol className="grid max-w-prose list-decimal gap-2.5 pl-5 text-[13px] text-pretty marker:text-muted">
              {TERMS.map((term) => (
                <li key={term}>{term}</li>
              ))}
            </ol>
          </CardBody>
        )}
        {data === undefined && !status.isError && <Skeleton className="m-4 h-8" />}
        {data?.outbound_enabled && (
          <CardFooter>
            <span className="flex items-center gap-2">
              <ShieldCheck className="size-4 shrink-0 text-success" aria-hidden="true" />
              <span>
                Version {data.terms_version}, accepted by {data.accepted_by}, <Time value={data.accepted_at} />
              </span>
            </span>
          </CardFooter>
        )}
        {data?.outbound_enabled === false && isAdmin && (
          <CardFooter>
            <Checkbox
              checked={agreed}
              onCheckedChange={setAgreed}
              label="I have read and accept these terms on behalf of this account"
            />
            <Button variant="primary" disabled={!agreed} loading={accept.isPending} onClick={() => accept.mutate({})}>
              Accept
            </Button>
          </CardFooter>
        )}
        {data?.outbound_enabled === false && !isAdmin && <CardFooter>Only owners and admins can accept.</CardFooter>}
      </Card>
    </Page>
  );
}
