import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { CodeBlock } from '#/components/ui/code-block.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Sheet } from '#/components/ui/sheet.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { deliveryQuery, POLL_MS } from './deliveries-query.ts';
import { DeliveryStatus } from './delivery-status.tsx';

/** One delivery with every attempt, and the way to send it again. */
export function DeliverySheet({ id, onClose }: { id: string; onClose: () => void }) {
  const delivery = useQuery({ ...deliveryQuery(id), refetchInterval: POLL_MS });
  const queryClient = useQueryClient();
  const replay = useMutation(
    trpc.outgoingWebhooks.replay.mutationOptions({
      onSuccess: () => toast.success('Resending'),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => queryClient.invalidateQueries(trpc.outgoingWebhooks.pathFilter()),
    }),
  );
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={delivery.data?.event_type ?? 'Delivery'}
      footer={
        <Button
          variant="primary"
          loading={replay.isPending}
          disabled={!delivery.isSuccess}
          onClick={() => replay.mutate({ delivery_id: id })}
        >
          <RotateCw />
          Resend
        </Button>
      }
    >
      {delivery.data ? (
        <DeliveryDetails delivery={delivery.data} />
      ) : delivery.error ? (
        <ErrorState message={toApiError(delivery.error).message} onRetry={() => void delivery.refetch()} />
      ) : (
        <SkeletonText lines={6} />
      )}
    </Sheet>
  );
}

function DeliveryDetails({ delivery }: { delivery: Outputs['outgoingWebhooks']['delivery'] }) {
  return (
    <div className="grid gap-6">
      <DescriptionList
        items={[
          { label: 'Status', value: <DeliveryStatus status={delivery.status} /> },
          { label: 'Occurred', value: <Time value={delivery.created_at} format="datetime" /> },
          ...(delivery.next_attempt_at === null
            ? []
            : [{ label: 'Next attempt', value: <Time value={delivery.next_attempt_at} format="datetime" /> }]),
          { label: 'Event ID', value: <code className="font-mono text-xs break-all">{delivery.event_id}</code> },
        ]}
      />
      <section className="grid gap-3">
        <h3 className="text-[13px] font-semibold">Payload</h3>
        <CodeBlock label="Body" code={JSON.stringify(JSON.parse(delivery.body), null, 2)} />
      </section>
      <section className="grid gap-3">
        <h3 className="text-[13px] font-semibold">Attempts</h3>
        {delivery.attempts.length === 0 && <p className="text-[13px] text-muted">The first attempt is in progress.</p>}
        <ol className="grid gap-3">
          {delivery.attempts.toReversed().map((attempt) => (
            <li key={attempt.attempt} className="grid gap-2 rounded-lg border p-3 text-[13px]">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-medium">
                  {attempt.status_code === null
                    ? (attempt.error ?? 'No response yet')
                    : `Responded with ${attempt.status_code}`}
                </span>
                <span className="text-xs text-muted tabular-nums">
                  <Time value={attempt.started_at} format="datetime" />
                  {attempt.duration_ms !== null && ` · ${attempt.duration_ms} ms`}
                </span>
              </div>
              <p className="text-xs break-all text-muted">{attempt.url}</p>
              {attempt.response_excerpt && <CodeBlock label="Response" code={attempt.response_excerpt} wrap />}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
