import type { Outputs } from '#/api/trpc.ts';

export type Webhook = Outputs['webhookEndpoints']['list']['endpoints'][number];
