import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PhoneOff } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatPhone } from '#/format/phone.ts';
import { givenName } from './given-name.ts';
import { refreshNumbers } from './refresh-numbers.ts';

type TwilioNumber = Outputs['phoneNumbers']['listTwilio']['numbers'][number];

/** The api takes over so many at once. */
const MOST = 10;

/** Takes numbers over from the connected Twilio account. */
export function ImportNumbersDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const numbers = useQuery(trpc.phoneNumbers.listTwilio.queryOptions(undefined, { staleTime: 0 }));
  const importing = useMutation(
    trpc.phoneNumbers.import.mutationOptions({
      onSuccess: (imported) => {
        toast.success(imported.length === 1 ? 'Number imported' : `${imported.length} numbers imported`);
        onClose();
      },
      // Of several, those that succeeded stay imported.
      onSettled: () => refreshNumbers(queryClient),
    }),
  );
  const toggle = (sid: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(sid);
    else next.delete(sid);
    setChosen(next);
  };
  const problem = numbers.error && toApiError(numbers.error);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={chosen.size > 0}
      locked={importing.isPending}
      title="Import numbers"
      description={`Calls to these numbers will come here instead of where they go now. Up to ${MOST} at a time.`}
      footer={
        <>
          <Button onClick={onClose} disabled={importing.isPending}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={chosen.size === 0}
            loading={importing.isPending}
            onClick={() => importing.mutate({ phone_number_sids: [...chosen] })}
          >
            {chosen.size > 1 ? `Import ${chosen.size} numbers` : 'Import'}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <FormError message={importing.error && toApiError(importing.error).message} />
        {numbers.isPending && [1, 2, 3].map((row) => <Skeleton key={row} className="h-10" />)}
        {problem?.status === 400 && (
          <EmptyState
            icon={<PhoneOff />}
            title="No Twilio account is connected"
            text="Connect one to see its numbers here."
            action={
              <Button variant="primary" asChild>
                <Link to="/integrations">Connect Twilio</Link>
              </Button>
            }
          />
        )}
        {problem && problem.status !== 400 && (
          <ErrorState message={problem.message} onRetry={() => void numbers.refetch()} />
        )}
        {numbers.data?.numbers.length === 0 && (
          <EmptyState
            icon={<PhoneOff />}
            title="This Twilio account has no numbers"
            text="Buy one in the Twilio console, then come back."
          />
        )}
        {numbers.data && numbers.data.numbers.length > 0 && (
          <ul className="divide-y rounded-lg border">
            {numbers.data.numbers.map((number) => (
              <NumberChoice
                key={number.sid}
                number={number}
                chosen={chosen.has(number.sid)}
                full={chosen.size >= MOST}
                onToggle={(on) => toggle(number.sid, on)}
              />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

interface NumberChoiceProps {
  number: TwilioNumber;
  chosen: boolean;
  full: boolean;
  onToggle: (on: boolean) => void;
}

function NumberChoice({ number, chosen, full, onToggle }: NumberChoiceProps) {
  const { status, capabilities, problems } = number;
  const takes = [capabilities.voice && 'Calls', capabilities.sms && 'texts', capabilities.mms && 'pictures'];
  return (
    <li className="flex items-center justify-between gap-3 px-3 py-2">
      <Checkbox
        checked={chosen || status === 'imported'}
        disabled={status !== 'available' || (full && !chosen)}
        onCheckedChange={onToggle}
        label={<span className="tabular-nums">{formatPhone(number.phone_number)}</span>}
        description={[givenName(number), takes.filter(Boolean).join(', ') || 'No calls or texts', ...problems]
          .filter(Boolean)
          .join(' · ')}
      />
      {status === 'imported' &&
        (problems.length === 0 ? <Badge tone="success">Imported</Badge> : <Badge tone="warning">Imported</Badge>)}
      {status === 'unavailable' && <Badge>Not available</Badge>}
    </li>
  );
}
