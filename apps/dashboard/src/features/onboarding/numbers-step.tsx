import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleCheck, Download, Plug } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { ConnectTwilioDialog } from '#/features/integrations/connect-twilio-dialog.tsx';
import { agentNamesQuery } from '#/features/agents/agents-queries.ts';
import { ImportNumbersDialog } from '#/features/phone-numbers/import-numbers-dialog.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

type Open = 'connect' | 'import' | null;

/** The last step: the numbers that the agent answers. A business's agent takes those that nobody answers yet. */
export function NumbersStep({ onboarding }: { onboarding: Onboarding }) {
  const { next, tellNumber } = onboarding;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { isAgency } = useAccount();
  // An agency's agents are its clients'.
  const agent = useQuery({ ...agentNamesQuery('', 1), enabled: !isAgency }).data?.agents[0];
  const twilio = useQuery(twilioStatusQuery());
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({}));
  const imported = numbers.data?.phone_numbers ?? [];
  const error = twilio.error ?? numbers.error;
  const finish = useMutation({
    async mutationFn() {
      for (const { id, agent_id } of imported) {
        if (agent && !agent_id && !left.has(id)) {
          await api.phoneNumbers.update.mutate({ phone_number_id: id, agent_id: agent.id });
        }
      }
      const [first] = imported;
      if (first) await tellNumber(first.id);
      return next.mutateAsync({ deployed: true });
    },
    onSuccess: () => navigate({ to: '/' }),
    onError: (failure) => toast.error(toApiError(failure).message),
    onSettled: () => queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()),
  });
  const toggle = (id: string, answered: boolean): void => {
    const others = new Set(left);
    if (answered) others.delete(id);
    else others.add(id);
    setLeft(others);
  };
  return (
    <StepCard
      title="Phone number"
      description={
        agent
          ? `Connect your Twilio account, then choose the numbers that ${agent.name} answers.`
          : 'Connect your Twilio account, then choose the numbers that your clients’ agents answer.'
      }
      onboarding={onboarding}
      onSkip={imported.length > 0 ? null : () => next.mutate(null, { onSuccess: () => void navigate({ to: '/' }) })}
      action={
        <Button
          variant="primary"
          disabled={imported.length === 0}
          loading={finish.isPending}
          onClick={() => finish.mutate()}
        >
          Finish
        </Button>
      }
    >
      {error && (
        <ErrorState
          message={toApiError(error).message}
          onRetry={() => void Promise.all([twilio.refetch(), numbers.refetch()])}
        />
      )}
      {(twilio.isPending || numbers.isPending) && <Skeleton className="h-10" />}
      {imported.length > 0 && (
        <ul className="grid gap-2">
          {imported.map(({ id, phone_number, agent_id }) => (
            <li key={id} className="text-[13px] font-medium tabular-nums">
              {agent && !agent_id ? (
                <Checkbox
                  checked={!left.has(id)}
                  onCheckedChange={(answered) => toggle(id, answered)}
                  label={`${agent.name} answers ${formatPhone(phone_number)}`}
                />
              ) : (
                <span className="flex items-center gap-2">
                  <CircleCheck className="size-4 text-success" aria-hidden="true" />
                  {formatPhone(phone_number)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {twilio.data && numbers.data && (
        <div className="flex flex-wrap items-center gap-3">
          <VendorLogo vendor="twilio" name="Twilio" size="lg" />
          <p className="min-w-0 flex-1 text-[13px]">
            <span className="block font-semibold">Twilio</span>
            <span className="text-muted">{twilio.data.is_connected ? 'Connected' : 'Not connected'}</span>
          </p>
          {twilio.data.is_connected ? (
            <Button variant={imported.length === 0 ? 'primary' : 'secondary'} onClick={() => setOpen('import')}>
              <Download />
              {imported.length === 0 ? 'Choose numbers' : 'Choose more numbers'}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => setOpen('connect')}>
              <Plug />
              Connect Twilio
            </Button>
          )}
        </div>
      )}
      {open === 'connect' && <ConnectTwilioDialog onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportNumbersDialog onClose={() => setOpen(null)} />}
    </StepCard>
  );
}
