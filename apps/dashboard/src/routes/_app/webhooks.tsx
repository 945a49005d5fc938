import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { WebhooksPage } from '#/features/webhooks/webhooks-page.tsx';

export const Route = createFileRoute('/_app/webhooks')({
  validateSearch: z.object({
    tab: z.enum(['deliveries', 'events']).default('deliveries').catch('deliveries'),
    status: z.enum(['pending', 'delivered', 'failed']).optional().catch(undefined),
    type: z.string().optional().catch(undefined),
    offset: z.int().min(0).default(0).catch(0),
  }),
  component: WebhooksPage,
});
