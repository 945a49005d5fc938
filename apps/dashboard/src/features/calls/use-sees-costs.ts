import { useAccount } from '#/session/account.ts';

/** Whether the api tells this person what calls cost: a sub-account's own people pay their agency's prices. */
export const useSeesCosts = (): boolean => useAccount().tenant.tenant_type !== 'sub_account';
