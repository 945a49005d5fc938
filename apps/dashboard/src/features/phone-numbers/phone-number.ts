import type { Outputs } from '#/api/trpc.ts';

export type PhoneNumber = Outputs['phoneNumbers']['search']['phone_numbers'][number];
