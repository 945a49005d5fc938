import type { Outputs } from '#/api/trpc.ts';

export type Member = Outputs['members']['list']['members'][number];
