import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatDateTime } from '#/format/date.ts';

/** What the receiver checks the signatures with. */
export function SigningSecret({ endpointId, secret }: { endpointId: string; secret: string }) {
  const [shown, setShown] = useState(false);
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const rotate = useMutation(
    trpc.webhookEndpoints.rotateSecret.mutationOptions({
      onSuccess({ previous_secret_until }) {
        setShown(true);
        toast.success(`The old secret works until ${formatDateTime(new Date(previous_secret_until))}.`);
      },
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => queryClient.invalidateQueries(trpc.webhookEndpoints.pathFilter()),
    }),
  );
  async function askAndRotate(): Promise<void> {
    const sure = await confirm({
      title: 'Replace the signing secret?',
      body: 'Events are signed with both secrets for a while, so nothing is lost while you update your server.',
      confirmLabel: 'Replace',
    });
    if (sure) rotate.mutate({ endpoint_id: endpointId });
  }
  return (
    <Field
      label="Signing secret"
      hint="Every event is signed with this secret, following the Standard Webhooks specification."
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-0 flex-1 basis-full sm:basis-64">
            <Input
              {...control}
              readOnly
              type={shown ? 'text' : 'password'}
              autoComplete="off"
              value={secret}
              className="font-mono text-xs"
            />
          </div>
          <IconButton label={shown ? 'Hide secret' : 'Show secret'} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
          <CopyButton value={secret} />
          <Button loading={rotate.isPending} onClick={() => void askAndRotate()}>
            <RefreshCw />
            Replace
          </Button>
        </div>
      )}
    </Field>
  );
}
