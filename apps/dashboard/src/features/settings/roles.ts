import type { Outputs } from '#/api/trpc.ts';

export type Role = Outputs['members']['list']['members'][number]['role'];

export const ROLE_NAMES: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

export const ROLE_OPTIONS: { value: Role; label: string; description: string }[] = [
  { value: 'member', label: 'Member', description: 'Can view and work with calls and agents' },
  { value: 'admin', label: 'Admin', description: 'Can also change settings, integrations, and API keys' },
  { value: 'owner', label: 'Owner', description: 'Can also manage the team and close the account' },
];
