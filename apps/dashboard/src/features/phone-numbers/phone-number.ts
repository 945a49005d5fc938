import type { Outputs } from '#/api/trpc.ts';

export type PhoneNumber = Outputs['phoneNumbers']['list']['phone_numbers'][number];
