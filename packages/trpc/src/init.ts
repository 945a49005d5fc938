import { initTRPC } from '@trpc/server';
import { letIn } from './entry.ts';
import type { OperationMeta } from './meta.ts';
import type { Principal } from './principal.ts';
import type { MutationEnd, RequestContext } from './request-context.ts';
import { formatError } from './trpc-errors.ts';
import { refuseUnacceptable } from './validation/acceptable-input.ts';

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
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  getRawInput: () => Promise<unknown>;
}

type Result = { ok: true; data: unknown } | { ok: false; error: unknown };

/**
 * Runs a procedure, unless its input cannot be taken by any; of a mutation the observer hears before it and after it.
 */
async function observed<R extends Result>(
  { ctx, meta = {}, path, type, getRawInput }: Call,
  { principal, tenantId }: { principal: Principal; tenantId: string },
  run: () => Promise<R>,
): Promise<R> {
  const input = await getRawInput();
  refuseUnacceptable(input);
  if (ctx.onMutation === null || type !== 'mutation' || meta.rest?.audited === false) return run();
  const end = await ctx.onMutation({ request: ctx.request, operation: path, principal, tenantId, meta, input });
  const result = await run();
  const tell = async (outcome: MutationEnd): Promise<void> => end?.(outcome);
  const outcome: MutationEnd = result.ok ? { ok: true, output: result.data } : { ok: false, error: result.error };
  if (ctx.undecided === null) await tell(outcome);
  else ctx.undecided.push((failure) => tell(failure === null ? outcome : { ok: false, error: failure.error }));
  return result;
}

/** Procedures that act for a tenant. */
const tenantProcedureFor = (
  access: 'tenant' | 'admin' | 'owner' | 'agency' | 'agency_admin' | 'agency_owner' | 'sub_account',
) =>
  t.procedure.meta({ access }).use(async (call) => {
    const { principal, tenantContext } = await letIn(access, call);
    return observed(call, { principal, tenantId: tenantContext.tenant.id }, () =>
      call.next({ ctx: { principal, tenantContext } }),
    );
  });

/** Procedures that act for a person. */
const personProcedureFor = (access: 'user' | 'super_admin') =>
  t.procedure.meta({ access }).use(async (call) => {
    const { principal, user } = await letIn(access, call);
    return observed(call, { principal, tenantId: principal.tenantId }, () => call.next({ ctx: { principal, user } }));
  });

/** Anyone. `ctx.caller` tells who it is, if the procedure asks. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(async (call) => {
  await letIn('public', call);
  refuseUnacceptable(await call.getRawInput());
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

/** As `agencyProcedure`, for the owner alone. */
export const agencyOwnerProcedure = tenantProcedureFor('agency_owner');

/** As `tenantProcedure`, where an agency must say for which sub-account it acts. */
export const subAccountProcedure = tenantProcedureFor('sub_account');

/** The operators of this installation; they see every tenant through `ctx.system`. */
export const superAdminProcedure = personProcedureFor('super_admin');
