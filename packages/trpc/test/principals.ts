import type { SystemContext, Tenant } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import { silentLogger } from '@leadlock/observability/logger';
import type { Authentication, Principal } from '../src/principal.ts';

const tenant = (id: string, type: Tenant['type'], parentTenantId: string | null = null): Tenant => ({
  id,
  name: id,
  slug: id,
  type,
  plan: 'starter',
  parentTenantId,
  isActive: true,
  isSuspended: false,
  timeZone: 'UTC',
});

const direct = tenant('direct', 'direct');
const agency = tenant('agency', 'agency');
const subAccount = tenant('sub-1', 'sub_account', 'agency');

const person = (of: Tenant, role: Role, isSuperAdmin = false): Principal => ({
  actor: { type: 'user', userId: `${of.id}-${role}`, role, isSuperAdmin },
  tenantId: of.id,
  tenant: of,
  role,
  isSuperAdmin,
  isVerified: true,
});

/** Bearer tokens of the test's callers. */
const PRINCIPALS: Record<string, Principal> = {
  owner: person(direct, 'owner'),
  admin: person(direct, 'admin'),
  member: person(direct, 'member'),
  'agency-owner': person(agency, 'owner'),
  'agency-member': person(agency, 'member'),
  root: person(direct, 'owner', true),
  key: {
    actor: { type: 'api_key', apiKeyId: 'key-1' },
    tenantId: direct.id,
    tenant: direct,
    role: null,
    isSuperAdmin: false,
    isVerified: true,
  },
};

/** Authentication over the table above, counting how often it is asked. */
export function tableAuthentication(): Authentication & { asked: number } {
  return {
    asked: 0,
    async authenticate(request) {
      this.asked += 1;
      const authorization = request.header('authorization');
      if (authorization === null) return null;
      const principal = PRINCIPALS[authorization.replace(/^Bearer /, '')];
      if (!principal) throw unauthorized('Invalid token');
      return principal;
    },
    async resolveTenant(principal, subAccountId) {
      if (subAccountId === null || subAccountId === principal.tenantId) return principal.tenant;
      if (subAccountId === subAccount.id && principal.tenantId === agency.id) return subAccount;
      throw forbidden('No access to this sub-account');
    },
  };
}

/** Nothing in this package reaches through these to a database; `of` shows which tenant a handle was made for. */
export const system = {
  database: { tenant: (id: string) => ({ of: id }), changes: { subscribe: () => () => undefined } },
  db: { of: 'every tenant' },
  actor: { type: 'system', name: 'test' },
  log: silentLogger,
} as unknown as SystemContext;
