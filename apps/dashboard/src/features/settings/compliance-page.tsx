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
  'We call and text only people who have agreed to it, and keep the proof of their consent.',
  'We say that the caller is an automated voice, and for whom it calls.',
  'We keep to the hours that the law of the person’s home allows.',
  'Whoever asks not to be called or texted again is not.',
  'We answer for what our agents say, and know the rules that apply (TCPA, the National Do Not Call Registry, GDPR).',
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
        toast.success('The terms are accepted. Your agents may call and text.');
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
      description="Before your agents call or text anybody by themselves, somebody has to answer for it."
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
              label="I have read this and accept it for the whole account"
            />
            <Button variant="primary" disabled={!agreed} loading={accept.isPending} onClick={() => accept.mutate({})}>
              Accept
            </Button>
          </CardFooter>
        )}
        {data?.outbound_enabled === false && !isAdmin && (
          <CardFooter>An owner or an admin of the account can accept.</CardFooter>
        )}
      </Card>
    </Page>
  );
}
