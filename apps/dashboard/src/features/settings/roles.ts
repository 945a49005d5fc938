import type { Outputs } from '#/api/trpc.ts';

export type Role = Outputs['members']['list']['members'][number]['role'];

export const ROLE_NAMES: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

export const ROLE_OPTIONS: { value: Role; label: string; description: string }[] = [
  { value: 'member', label: 'Member', description: 'Sees calls and agents, and works with them' },
  { value: 'admin', label: 'Admin', description: 'Also changes settings, integrations and API keys' },
  { value: 'owner', label: 'Owner', description: 'Also runs the team and can close the account' },
];
