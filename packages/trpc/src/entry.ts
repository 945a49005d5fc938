import type { Tenant, TenantContext } from '@leadlock/context/context';
import { ACCOUNT_REFUSALS } from '@leadlock/core/account-refusals';
import { badRequest, forbidden, notFound, unauthorized } from '@leadlock/core/errors';
import type { ProcedureType } from '@trpc/server/unstable-core-do-not-import';
import { isRestOnly, type Access, type OperationMeta } from './meta.ts';
import type { Principal } from './principal.ts';
import type { RequestContext } from './request-context.ts';

/** What is to be called, and by whom. */
export interface Entry {
  ctx: RequestContext;
  meta: OperationMeta | undefined;
  /** The procedure's: `agents.list`. */
  path: string;
  type: ProcedureType;
}

type UserActor = Extract<Principal['actor'], { type: 'user' }>;

/** What comes first: refuse the wrong door, then the caller who is over a rate limit. */
async function admit({ ctx, meta, path }: Entry, principal: Principal | null): Promise<void> {
  ctx.request.operation ??= path;
  if (ctx.request.door === 'trpc' && isRestOnly(meta)) throw notFound('Procedure');
  if (ctx.admit !== null) await ctx.admit({ request: ctx.request, principal, meta: meta ?? {} });
}

async function admittedPrincipal(entry: Entry): Promise<Principal> {
  const principal = await entry.ctx.caller.requirePrincipal();
  await admit(entry, principal);
  return principal;
}

/** For what is done to others in the account's name, such as mail to them. */
function requireVerified({ meta }: Entry, principal: Principal): void {
  if (meta?.rest?.verifiedOnly && !principal.isVerified) throw forbidden('Verify your email address first');
}

/** What is not active can be read, and neither changes nor spends; a deleted sub-account's agency still tidies up in it. */
function requireActive({ meta, type }: Entry, principal: Principal, tenant: Tenant): void {
  const { audited = true, spends = false } = meta?.rest ?? {};
  if (type !== 'mutation' || !(audited || spends)) return;
  if (tenant.isActive && principal.tenant.isActive) return;
  const isOwn = tenant.id === principal.tenantId;
  const allowed = meta?.rest?.whenInactive;
  if (isOwn ? allowed === 'own' : allowed === 'agency' && principal.tenant.isActive) return;
  throw forbidden(ACCOUNT_REFUSALS.deleted);
}

function requireAdmin(principal: Principal): void {
  // API keys, which have no role, count as admins of their tenant.
  if (principal.role === 'member') throw forbidden('Admin access required');
}

function requireOwner(principal: Principal): void {
  if (principal.role !== 'owner') throw forbidden('Owner access required');
}

function requireAgency(principal: Principal): void {
  if (principal.tenant.type !== 'agency') throw forbidden('Agency account required');
}

interface TenantEntry {
  principal: Principal;
  tenantContext: TenantContext;
}

interface UserEntry {
  principal: Principal;
  user: UserActor;
}

/** For the tenant that the request names. */
const forNamedTenant =
  (...requirements: ((principal: Principal) => void)[]) =>
  async (entry: Entry): Promise<TenantEntry> => {
    const principal = await admittedPrincipal(entry);
    for (const require of requirements) require(principal);
    requireVerified(entry, principal);
    const tenantContext = await entry.ctx.caller.tenantContext();
    requireActive(entry, principal, tenantContext.tenant);
    return { principal, tenantContext };
  };

/** For the principal's own tenant: a sub-account that the request names changes nothing. */
const forOwnTenant =
  (...requirements: ((principal: Principal) => void)[]) =>
  async (entry: Entry): Promise<TenantEntry> => {
    const principal = await admittedPrincipal(entry);
    for (const require of requirements) require(principal);
    requireVerified(entry, principal);
    requireActive(entry, principal, principal.tenant);
    return { principal, tenantContext: entry.ctx.caller.ownTenantContext(principal) };
  };

async function forSubAccount(entry: Entry): Promise<TenantEntry> {
  const found = await forNamedTenant()(entry);
  // It named none, or itself.
  if (found.tenantContext.tenant.type === 'agency') throw badRequest('Sub-account context required');
  return found;
}

async function asUser(entry: Entry): Promise<UserEntry> {
  const principal = await entry.ctx.caller.requirePrincipal(entry.meta?.rest?.afterExpirySeconds);
  const { actor } = principal;
  if (actor.type !== 'user') throw unauthorized('User sign-in required');
  await admit(entry, principal);
  requireVerified(entry, principal);
  requireActive(entry, principal, principal.tenant);
  return { principal, user: actor };
}

async function asSuperAdmin(entry: Entry): Promise<UserEntry> {
  const principal = await admittedPrincipal(entry);
  const { actor } = principal;
  if (actor.type !== 'user' || !principal.isSuperAdmin) throw forbidden('Super admin access required');
  return { principal, user: actor };
}

/** How callers are let in, by who may call: each finds out what procedures of that kind are given, or refuses. */
const CHECKS = {
  public: (entry: Entry) => admit(entry, null),
  user: asUser,
  tenant: forNamedTenant(),
  admin: forNamedTenant(requireAdmin),
  owner: forNamedTenant(requireOwner),
  agency: forOwnTenant(requireAgency),
  agency_admin: forOwnTenant(requireAgency, requireAdmin),
  agency_owner: forOwnTenant(requireAgency, requireOwner),
  sub_account: forSubAccount,
  super_admin: asSuperAdmin,
} satisfies Record<Access, (entry: Entry) => Promise<unknown>>;

/** Lets a caller in whom the door has not let in already. Every base procedure begins with it. */
export function letIn<Kind extends Access>(access: Kind, entry: Entry): ReturnType<(typeof CHECKS)[Kind]> {
  const { ctx } = entry;
  const early = ctx.entered;
  ctx.entered = null;
  return (early ?? CHECKS[access](entry)) as ReturnType<(typeof CHECKS)[Kind]>;
}

/**
 * The same before the procedure is called, for a door that takes nothing more from a caller who may not come in: no body,
 * and no answer that was kept. The procedure then takes over what was found out.
 */
export async function letInEarly(entry: Entry): Promise<void> {
  const entering = CHECKS[entry.meta?.access ?? 'public'](entry);
  entry.ctx.entered = entering;
  await entering;
}
