import type { Outputs } from '#/api/trpc.ts';

export type ApiKey = Outputs['apiKeys']['list']['keys'][number];
