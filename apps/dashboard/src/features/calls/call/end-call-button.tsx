import { useMutation } from '@tanstack/react-query';
import { PhoneOff } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import type { CallDetail } from '../call-labels.ts';
import { partyOf } from '../call-party.ts';

/** Ends a call that runs. Whether it has ended, its own page learns from the stream. */
export function EndCallButton({ call }: { call: CallDetail }) {
  const confirm = useConfirm();
  const end = useMutation(
    trpc.calls.end.mutationOptions({
      onSuccess: () => toast.success('The agent is saying goodbye.'),
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );
  const ask = async (): Promise<void> => {
    const confirmed = await confirm({
      title: 'End this call?',
      body: `The agent says goodbye to ${partyOf(call).title} and hangs up. This can’t be undone.`,
      confirmLabel: 'End call',
      cancelLabel: 'Cancel',
      danger: true,
    });
    if (confirmed) end.mutate({ call_id: call.id });
  };
  return (
    <Button variant="danger" loading={end.isPending} disabled={end.isSuccess} onClick={() => void ask()}>
      <PhoneOff />
      {end.isSuccess ? 'Ending…' : 'End call'}
    </Button>
  );
}
