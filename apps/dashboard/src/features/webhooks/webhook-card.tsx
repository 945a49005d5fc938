import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Send, Trash2 } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#/components/ui/card.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { Time } from '#/components/ui/time.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { eventName } from './event-name.ts';
import { SigningSecret } from './signing-secret.tsx';
import type { Webhook } from './webhook.ts';

const MOST_NAMED = 3;

function describeEvents(events: Webhook['events']): string {
  if (events === null) return 'All events';
  const named = events.slice(0, MOST_NAMED).map(eventName).join(', ');
  return events.length > MOST_NAMED ? `${named} and ${events.length - MOST_NAMED} more` : named;
}

function State({ webhook }: { webhook: Webhook }) {
  if (!webhook.enabled) return <Badge>Disabled</Badge>;
  if (webhook.failing_since !== null) return <Badge tone="danger">Failing</Badge>;
  return (
    <Badge tone="success" dot>
      Enabled
    </Badge>
  );
}

interface WebhookCardProps {
  webhook: Webhook;
  onEdit: () => void;
}

/** One place that events go to. */
export function WebhookCard({ webhook, onEdit }: WebhookCardProps) {
  const { id, url, events, secret, failing_since, disabled_at } = webhook;
  const queryClient = useQueryClient();
  const confirm = useConfirm();
  const onError = (error: unknown): void => toast.error(toApiError(error).message);
  const onSettled = async (): Promise<void> => {
    await queryClient.invalidateQueries(trpc.webhookEndpoints.pathFilter());
    await queryClient.invalidateQueries(trpc.outgoingWebhooks.deliveries.pathFilter());
  };
  const test = useMutation(
    trpc.webhookEndpoints.test.mutationOptions({
      onSuccess({ success, status_code, error, duration_ms }) {
        if (success) toast.success(`Your server responded with ${status_code} in ${duration_ms} ms.`);
        else toast.error(error ?? `Your server responded with ${status_code}.`);
      },
      onError,
      onSettled,
    }),
  );
  const remove = useMutation(
    trpc.webhookEndpoints.delete.mutationOptions({
      onSuccess: () => toast.success('Webhook deleted'),
      onError,
      onSettled,
    }),
  );
  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: 'Delete this webhook?',
      body: `${url} gets no more events. Its deliveries stay in the log for 30 days.`,
      confirmLabel: 'Delete',
      danger: true,
    });
    if (sure) remove.mutate({ endpoint_id: id });
  }
  return (
    <Card aria-label={url}>
      <CardHeader
        title={<span className="font-mono text-[13px] break-all">{url}</span>}
        description={describeEvents(events)}
        actions={<State webhook={webhook} />}
      />
      <CardBody className="grid gap-4">
        {failing_since !== null && (
          <p className="text-[13px] text-danger">
            Failing since <Time value={failing_since} format="datetime" />.
            {disabled_at !== null && ' It was disabled: fix your server, then enable it again.'}
          </p>
        )}
        <SigningSecret endpointId={id} secret={secret} />
      </CardBody>
      <CardFooter className="justify-end">
        <Button variant="ghost" loading={remove.isPending} onClick={() => void askAndRemove()}>
          <Trash2 />
          Delete
        </Button>
        <Button loading={test.isPending} onClick={() => test.mutate({ endpoint_id: id })}>
          <Send />
          Send test event
        </Button>
        <Button onClick={onEdit}>
          <Pencil />
          Edit
        </Button>
      </CardFooter>
    </Card>
  );
}
