import { badRequest, forbidden, notFound, unauthorized } from '@leadlock/core/errors';
import { initTRPC } from '@trpc/server';
import { isRestOnly, type OperationMeta } from './meta.ts';
import type { Principal } from './principal.ts';
import type { RequestContext } from './request-context.ts';
import { formatError } from './trpc-errors.ts';

const t = initTRPC
  .context<RequestContext>()
  .meta<OperationMeta>()
  // `isDev` is what puts stacks into answers; they belong in the log, in development too.
  .create({ errorFormatter: formatError, isDev: false });

export const router = t.router;
export const mergeRouters = t.mergeRouters;

/** What each base procedure does first: refuse the wrong door, then the caller who is over a rate limit. */
async function admit(
  ctx: RequestContext,
  meta: OperationMeta | undefined,
  path: string,
  principal: Principal | null,
): Promise<void> {
  ctx.request.operation ??= path;
  if (ctx.request.door === 'trpc' && isRestOnly(meta)) throw notFound('Procedure');
  if (ctx.admit !== null) await ctx.admit({ request: ctx.request, principal, meta: meta ?? {} });
}

interface Call {
  ctx: RequestContext;
  meta: OperationMeta | undefined;
  type: 'query' | 'mutation' | 'subscription';
  getRawInput: () => Promise<unknown>;
}

/** Tells the observer of a mutation that has succeeded, and hands its result on. */
async function observed<Result extends { ok: boolean }>(
  { ctx, meta, type, getRawInput }: Call,
  { principal, tenantId }: { principal: Principal; tenantId: string },
  result: Result,
): Promise<Result> {
  if (ctx.onMutation === null || type !== 'mutation' || !result.ok) return result;
  const input = await getRawInput();
  const output = 'data' in result ? result.data : undefined;
  await ctx.onMutation({ request: ctx.request, principal, tenantId, meta: meta ?? {}, input, output });
  return result;
}

/** True for owners and admins, and for API keys, which count as admins of their tenant. */
const isAdmin = (principal: Principal): boolean => principal.role !== 'member';

function requireAdmin(principal: Principal): void {
  if (!isAdmin(principal)) throw forbidden('Admin access required');
}

function requireAgency(principal: Principal): void {
  if (principal.tenant.type !== 'agency') throw forbidden('Agency account required');
}

/** Anyone. `ctx.caller` tells who it is, if the procedure asks. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(async ({ ctx, meta, path, next }) => {
  await admit(ctx, meta, path, null);
  return next();
});

/** A person with an access token; an API key is refused. */
export const userProcedure = t.procedure.meta({ access: 'user' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  const { actor } = principal;
  if (actor.type !== 'user') throw unauthorized('A signed-in user is required');
  await admit(ctx, meta, path, principal);
  const result = await next({ ctx: { principal, user: actor } });
  return observed(call, { principal, tenantId: principal.tenantId }, result);
});

/** A user or an API key, acting for the tenant that the request names. */
export const tenantProcedure = t.procedure.meta({ access: 'tenant' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  const tenantContext = await ctx.caller.tenantContext();
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** As `tenantProcedure`, for owners, admins and API keys. */
export const adminProcedure = t.procedure.meta({ access: 'admin' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  requireAdmin(principal);
  const tenantContext = await ctx.caller.tenantContext();
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** As `tenantProcedure`, for the owner alone. */
export const ownerProcedure = t.procedure.meta({ access: 'owner' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  if (principal.role !== 'owner') throw forbidden('Owner access required');
  const tenantContext = await ctx.caller.tenantContext();
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** For an agency acting for itself: a sub-account the request names changes nothing. */
export const agencyProcedure = t.procedure.meta({ access: 'agency' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  requireAgency(principal);
  const tenantContext = ctx.caller.ownTenantContext(principal);
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** As `agencyProcedure`, for owners, admins and API keys. */
export const agencyAdminProcedure = t.procedure.meta({ access: 'agency_admin' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  requireAgency(principal);
  requireAdmin(principal);
  const tenantContext = ctx.caller.ownTenantContext(principal);
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** As `tenantProcedure`, where an agency must say for which sub-account it acts. */
export const subAccountProcedure = t.procedure.meta({ access: 'sub_account' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  const tenantContext = await ctx.caller.tenantContext();
  // It named none, or itself.
  if (tenantContext.tenant.type === 'agency') throw badRequest('Sub-account context required');
  const result = await next({ ctx: { principal, tenantContext } });
  return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
});

/** The operators of this installation; they see every tenant through `ctx.system`. */
export const superAdminProcedure = t.procedure.meta({ access: 'super_admin' }).use(async (call) => {
  const { ctx, meta, path, next } = call;
  const principal = await ctx.caller.requirePrincipal();
  await admit(ctx, meta, path, principal);
  const { actor } = principal;
  if (actor.type !== 'user' || !principal.isSuperAdmin) throw forbidden('Super admin access required');
  const result = await next({ ctx: { principal, user: actor } });
  return observed(call, { principal, tenantId: principal.tenantId }, result);
});
