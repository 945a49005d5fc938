import type { Outputs } from '#/api/trpc.ts';
import { Badge, type Tone } from '#/components/ui/badge.tsx';

export type Delivery = Outputs['outgoingWebhooks']['deliveries']['deliveries'][number];

const STATUS: Record<Delivery['status'], { label: string; tone: Tone }> = {
  delivered: { label: 'Delivered', tone: 'success' },
  pending: { label: 'Retrying', tone: 'info' },
  failed: { label: 'Failed', tone: 'danger' },
};

export const STATUS_OPTIONS = Object.entries(STATUS).map(([value, { label }]) => ({ value, label }));

export function DeliveryStatus({ status }: { status: Delivery['status'] }) {
  return (
    <Badge tone={STATUS[status].tone} dot>
      {STATUS[status].label}
    </Badge>
  );
}
