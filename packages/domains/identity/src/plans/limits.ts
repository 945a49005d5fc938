import type { Settings } from '@leadlock/context/context';
import { planNamed } from './plan-table.ts';

/** How answers whose limits must be whole numbers say "unlimited". */
export const UNLIMITED = 999_999;

export const limitForResponse = (limit: number | null): number => limit ?? UNLIMITED;

/** Most agents the tenant may have, an exception made for it before what its plan allows; null is no limit. */
export const agentLimit = (
  settings: Pick<Settings, 'plans'>,
  /** `plan` is the one that applies: for a sub-account its agency's. */
  tenant: { plan: string; agent_limit: number | null },
): number | null => tenant.agent_limit ?? planNamed(settings, tenant.plan).agents;

/** The same for sub-accounts. */
export const subAccountLimit = (
  settings: Pick<Settings, 'plans'>,
  tenant: { plan: string; sub_account_limit: number | null },
): number | null => tenant.sub_account_limit ?? planNamed(settings, tenant.plan).subAccounts;
