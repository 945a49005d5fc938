import type { Domain } from '@leadlock/context/domain';

export const agents = { name: 'agents' } satisfies Domain;
