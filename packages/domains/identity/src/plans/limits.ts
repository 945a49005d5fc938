import type { Settings } from '@leadlock/context/context';
import { planNamed } from './plan-table.ts';

/** How answers whose limits must be whole numbers say «unlimited». */
export const UNLIMITED = 999_999;

export const limitForResponse = (limit: number | null): number => limit ?? UNLIMITED;

export interface LimitedTenant {
  /** The plan that applies: for a sub-account its agency's. */
  plan: string;
  /** Exceptions made for this tenant; null: what the plan allows. */
  agent_limit: number | null;
  sub_account_limit: number | null;
}

/** Most agents the tenant may have; null is no limit. */
export const agentLimit = (settings: Pick<Settings, 'plans'>, tenant: LimitedTenant): number | null =>
  tenant.agent_limit ?? planNamed(settings, tenant.plan).agents;

/** Most sub-accounts the tenant may have; null is no limit. */
export const subAccountLimit = (settings: Pick<Settings, 'plans'>, tenant: LimitedTenant): number | null =>
  tenant.sub_account_limit ?? planNamed(settings, tenant.plan).subAccounts;
