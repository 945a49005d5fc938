import type { Domain } from '@leadlock/context/domain';

export const insights = { name: 'insights' } satisfies Domain;
