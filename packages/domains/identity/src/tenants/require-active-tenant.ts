import type { Tenant } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';

/** Whether the tenant may do what costs money: calls, texts, AI. Reading works regardless. */
export const isInGoodStanding = (tenant: Tenant): boolean => tenant.isActive && !tenant.isSuspended;

/** Comes first in every verb that costs money. @throws forbidden for a suspended or inactive tenant. */
export function requireActiveTenant(tenant: Tenant): void {
  if (tenant.isSuspended) throw forbidden('This account is suspended');
  if (!tenant.isActive) throw forbidden('This account is not active');
}
