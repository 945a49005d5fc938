import type { Outputs } from '#/api/trpc.ts';

export type SubAccount = Outputs['agency']['subAccounts']['get'];
export type Status = 'active' | 'suspended' | 'deleted';

export function statusOf({ is_active, is_suspended }: Pick<SubAccount, 'is_active' | 'is_suspended'>): Status {
  if (!is_active) return 'deleted';
  return is_suspended ? 'suspended' : 'active';
}
