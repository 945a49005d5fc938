import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Download, Plug } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { ConnectTwilioDialog } from '#/features/integrations/connect-twilio-dialog.tsx';
import { ImportNumbersDialog } from '#/features/phone-numbers/import-numbers-dialog.tsx';
import { formatPhone } from '#/format/phone.ts';
import { StepCard } from './step-card.tsx';
import type { Onboarding } from './use-onboarding.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

type Open = 'connect' | 'import' | null;

export function NumbersStep({ onboarding }: { onboarding: Onboarding }) {
  const [open, setOpen] = useState<Open>(null);
  const twilio = useQuery(twilioStatusQuery());
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({}));
  const imported = numbers.data?.phone_numbers ?? [];
  const error = twilio.error ?? numbers.error;
  return (
    <StepCard
      title="Phone number"
      description="Connect your Twilio account, then choose which numbers your agents answer."
      onboarding={onboarding}
      action={
        <Button
          variant="primary"
          disabled={imported.length === 0}
          loading={onboarding.next.isPending}
          onClick={() => onboarding.next.mutate({ purchased: true, phone_number_id: imported[0]?.id })}
        >
          Continue
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
          {imported.map(({ id, phone_number }) => (
            <li key={id} className="flex items-center gap-2 text-[13px] font-medium tabular-nums">
              <CircleCheck className="size-4 text-success" aria-hidden="true" />
              {formatPhone(phone_number)}
            </li>
          ))}
        </ul>
      )}
      {twilio.data && numbers.data && (
        <div className="flex flex-wrap gap-2">
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
