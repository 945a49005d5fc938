import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge, type Tone } from '#/components/ui/badge.tsx';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter } from '#/components/ui/card.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { useAccount } from '#/session/account.ts';
import { ConnectTwilioDialog } from './connect-twilio-dialog.tsx';
import { twilioStatusQuery } from './twilio-status-query.ts';

type Status = Outputs['integrations']['twilioStatus'];

const HEALTH: Record<Status['health'], { label: string; tone: Tone }> = {
  ok: { label: 'Connected', tone: 'success' },
  suspended: { label: 'Suspended', tone: 'danger' },
  closed: { label: 'Closed', tone: 'danger' },
  invalid_credentials: { label: 'Invalid credentials', tone: 'danger' },
  unreachable: { label: 'Unreachable', tone: 'warning' },
  not_connected: { label: 'Not connected', tone: 'neutral' },
};

/** The account that carries the calls and texts. */
export function TwilioCard() {
  const { isAdmin, acting } = useAccount();
  const [connecting, setConnecting] = useState(false);
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const status = useQuery(twilioStatusQuery());
  const disconnect = useMutation(
    trpc.integrations.disconnectTwilio.mutationOptions({
      onSuccess: () => toast.success('Twilio disconnected'),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => queryClient.invalidateQueries(trpc.integrations.pathFilter()),
    }),
  );
  // Credentials belong to the account that somebody signed in to, not to the one they work in.
  const mayChange = isAdmin && acting === null;
  const data = status.data;
  const isAgencys = data?.connection === 'assigned' || data?.connection === 'shared';

  async function askAndDisconnect(): Promise<void> {
    const sure = await confirm({
      title: 'Disconnect Twilio?',
      body: 'Calls to your numbers will fail until you connect an account again. Your numbers stay listed.',
      confirmLabel: 'Disconnect',
      danger: true,
    });
    if (sure) disconnect.mutate();
  }

  async function checkAgain(): Promise<void> {
    const { data: checked } = await status.refetch();
    if (checked?.is_healthy) toast.success('Twilio is connected');
    else if (checked) toast.error(checked.message ?? 'Twilio can’t be used');
  }

  return (
    <Card>
      <CardBody className="grid gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <VendorLogo vendor="twilio" name="Twilio" size="lg" />
          <div className="min-w-0 flex-1 basis-48">
            <h2 className="text-sm font-semibold">Twilio</h2>
            <p className="text-[13px] text-muted">Phone numbers, calls, and texts</p>
          </div>
          {data && (
            <Badge tone={HEALTH[data.health].tone} dot>
              {HEALTH[data.health].label}
            </Badge>
          )}
        </div>
        {status.isPending && <Skeleton className="h-16" />}
        {status.error && (
          <ErrorState message={toApiError(status.error).message} onRetry={() => void status.refetch()} />
        )}
        {data?.is_connected && !data.is_healthy && (
          <Banner kind={data.health === 'unreachable' ? 'warning' : 'danger'}>{data.message}</Banner>
        )}
        {isAgencys && (
          <p className="max-w-prose text-[13px] text-pretty text-muted">
            {data.connection === 'assigned'
              ? 'Your agency assigned this Twilio account to you. Your calls and texts go through it, and you can import its unassigned numbers.'
              : 'Your agency’s Twilio account carries your calls and texts. Your agency assigns your phone numbers.'}{' '}
            If you connect your own, it’s used instead.
          </p>
        )}
        {data?.is_connected && !isAgencys && (
          <DescriptionList
            items={[
              { label: 'Name', value: data.account_name },
              {
                label: 'Account SID',
                value: <code className="font-mono text-xs break-all">{data.account_sid?.replace(/\*+/, '••••')}</code>,
              },
            ]}
          />
        )}
        {data && !data.is_connected && (
          <p className="max-w-prose text-[13px] text-pretty text-muted">
            Connect the Twilio account that owns your numbers. Its auth token is stored encrypted and never shown again.
          </p>
        )}
      </CardBody>
      {data && (
        <CardFooter className="justify-end">
          {!mayChange && (
            <span className="mr-auto">
              {acting === null
                ? 'Owners and admins can change this.'
                : isAgencys
                  ? 'Go back to your agency to change its Twilio account.'
                  : 'Only this client’s team can change its Twilio account.'}
            </span>
          )}
          {data.is_connected && (
            <Button variant="ghost" loading={status.isFetching} onClick={() => void checkAgain()}>
              <RefreshCw />
              Check again
            </Button>
          )}
          {mayChange && data.connection === 'own' && (
            <Button loading={disconnect.isPending} onClick={() => void askAndDisconnect()}>
              Disconnect
            </Button>
          )}
          {mayChange && (
            <Button variant={data.is_connected ? 'secondary' : 'primary'} onClick={() => setConnecting(true)}>
              {data.connection === 'own' ? 'Replace credentials' : isAgencys ? 'Connect your own' : 'Connect Twilio'}
            </Button>
          )}
        </CardFooter>
      )}
      {connecting && <ConnectTwilioDialog onClose={() => setConnecting(false)} />}
    </Card>
  );
}
