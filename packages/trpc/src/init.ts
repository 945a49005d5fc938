import { initTRPC } from '@trpc/server';
import { letIn } from './entry.ts';
import type { OperationMeta } from './meta.ts';
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

/** Procedures that act for a tenant. */
const tenantProcedureFor = (access: 'tenant' | 'admin' | 'owner' | 'agency' | 'agency_admin' | 'sub_account') =>
  t.procedure.meta({ access }).use(async (call) => {
    const { principal, tenantContext } = await letIn(access, call);
    const result = await call.next({ ctx: { principal, tenantContext } });
    return observed(call, { principal, tenantId: tenantContext.tenant.id }, result);
  });

/** Procedures that act for a person. */
const personProcedureFor = (access: 'user' | 'super_admin') =>
  t.procedure.meta({ access }).use(async (call) => {
    const { principal, user } = await letIn(access, call);
    const result = await call.next({ ctx: { principal, user } });
    return observed(call, { principal, tenantId: principal.tenantId }, result);
  });

/** Anyone. `ctx.caller` tells who it is, if the procedure asks. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(async (call) => {
  await letIn('public', call);
  return call.next();
});

/** A person with an access token; an API key is refused. */
export const userProcedure = personProcedureFor('user');

/** A user or an API key, acting for the tenant that the request names. */
export const tenantProcedure = tenantProcedureFor('tenant');

/** As `tenantProcedure`, for owners, admins and API keys. */
export const adminProcedure = tenantProcedureFor('admin');

/** As `tenantProcedure`, for the owner alone. */
export const ownerProcedure = tenantProcedureFor('owner');

/** For an agency acting for itself: a sub-account the request names changes nothing. */
export const agencyProcedure = tenantProcedureFor('agency');

/** As `agencyProcedure`, for owners, admins and API keys. */
export const agencyAdminProcedure = tenantProcedureFor('agency_admin');

/** As `tenantProcedure`, where an agency must say for which sub-account it acts. */
export const subAccountProcedure = tenantProcedureFor('sub_account');

/** The operators of this installation; they see every tenant through `ctx.system`. */
export const superAdminProcedure = personProcedureFor('super_admin');
