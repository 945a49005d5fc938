import type { SystemContext, Tenant, TenantContext } from '@leadlock/context/context';
import type { Database } from '@leadlock/db/client';
import { unauthorized } from '@leadlock/core/errors';
import type { Authentication, Principal } from './principal.ts';
import type { HttpRequest } from './request.ts';
import type { OperationMeta } from './meta.ts';
import { OpenStreams } from './rest/open-streams.ts';

/** Asked once for every procedure call that passed authentication, or needs none. Throws `rate_limited` to refuse it. */
export type Admission = (call: {
  request: HttpRequest;
  principal: Principal | null;
  meta: OperationMeta;
}) => Promise<void> | void;

/** A change that is about to be made on behalf of somebody. */
export interface BegunMutation {
  request: HttpRequest;
  /** The procedure's path: `agents.update`. */
  operation: string;
  principal: Principal;
  /** The tenant it is made for. */
  tenantId: string;
  meta: OperationMeta;
  /** As it was sent. It may hold secrets. */
  input: unknown;
}

/** How a mutation ended. The output may hold secrets. */
export type MutationEnd = { ok: true; output: unknown } | { ok: false; error: unknown };

/**
 * Told of every mutation before it is made, which it prevents by throwing. What it returns is told how the mutation
 * ended, before the answer leaves; that must not throw: the change is made.
 */
export type MutationObserver = (mutation: BegunMutation) => Promise<((end: MutationEnd) => Promise<void>) | null>;

/** Who the request comes from and for whom it acts, each found out on first use and then kept. */
export class Caller {
  readonly #request: HttpRequest;
  readonly #system: SystemContext;
  readonly #authentication: Authentication;
  #principal: Promise<Principal | null> | null = null;
  #tenant: Promise<Tenant> | null = null;
  #tenantContext: Promise<TenantContext> | null = null;
  #ownTenantContext: TenantContext | null = null;

  constructor(request: HttpRequest, system: SystemContext, authentication: Authentication) {
    this.#request = request;
    this.#system = system;
    this.#authentication = authentication;
  }

  /** Null when the request carries no credentials. Throws `unauthorized` for ones that do not hold. */
  principal(): Promise<Principal | null> {
    return (this.#principal ??= this.#authentication.authenticate(this.#request));
  }

  /** @param afterExpirySeconds how long ago an access token may have expired, for this once */
  async requirePrincipal(afterExpirySeconds = 0): Promise<Principal> {
    const principal = await (afterExpirySeconds === 0
      ? this.principal()
      : this.#authentication.authenticate(this.#request, afterExpirySeconds));
    if (principal === null) throw unauthorized();
    return principal;
  }

  /**
   * Who the request comes from by now, as if it had just been sent: for answers that last. Throws `unauthorized` or
   * `forbidden` when it would be refused.
   */
  async reverify(): Promise<Principal> {
    const principal = await this.#authentication.authenticate(this.#request);
    if (principal === null) throw unauthorized();
    await this.#authentication.resolveTenant(principal, this.subAccountId);
    return principal;
  }

  /** The sub-account the request names in `X-Sub-Account-Id`. */
  get subAccountId(): string | null {
    return this.#request.header('x-sub-account-id') || null;
  }

  /** What verbs need to act for the request's tenant. */
  tenantContext(): Promise<TenantContext> {
    return (this.#tenantContext ??= this.#resolve());
  }

  /** The same for the principal's own tenant, whatever sub-account the request names. */
  ownTenantContext(principal: Principal): TenantContext {
    return (this.#ownTenantContext ??= this.contextFor(principal, principal.tenant));
  }

  /** The same caller, who acts through another system context. */
  within(system: SystemContext): Caller {
    const caller = new Caller(this.#request, system, this.#authentication);
    caller.#principal = this.#principal;
    caller.#tenant = this.#tenant;
    return caller;
  }

  async #resolve(): Promise<TenantContext> {
    const principal = await this.requirePrincipal();
    const tenant = await (this.#tenant ??= this.#authentication.resolveTenant(principal, this.subAccountId));
    return tenant.id === principal.tenantId ? this.ownTenantContext(principal) : this.contextFor(principal, tenant);
  }

  /** What verbs need to act for a tenant that the principal may act for. */
  contextFor(principal: Principal, tenant: Tenant): TenantContext {
    const request = this.#request;
    const system = this.#system;
    let log: TenantContext['log'] | null = null;
    return {
      ...system,
      db: system.database.tenant(tenant.id),
      tenant,
      hidesCosts: principal.tenant.type === 'sub_account' || principal.role === 'member',
      actor: principal.actor,
      // Most requests log nothing, and a child logger costs as much as a small query's parsing.
      get log() {
        return (log ??= system.log.child({
          requestId: request.id,
          operation: request.operation,
          tenant: tenant.id,
          ...(principal.actor.type === 'user' ? { user: principal.actor.userId } : {}),
        }));
      },
    };
  }
}

/** What every procedure is called with. */
export interface RequestContext {
  readonly system: SystemContext;
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly admit: Admission | null;
  readonly onMutation: MutationObserver | null;
  readonly streams: OpenStreams;
  /** What was found out about the caller before the procedure was called, for it to take over. */
  entered: Promise<Entered | void> | null;
  /**
   * To be told how the transaction ended that all of the request is part of: with null, or with what undid it. Null where
   * there is no such transaction, and what a procedure has done is done.
   */
  undecided: ((failure: { error: unknown } | null) => Promise<void>)[] | null;
}

/** Who was let in, and what they act with where they act for a tenant. */
export type Entered = object & { principal?: Principal; tenantContext?: TenantContext };

/** A request whose procedure is to act through a database of its own. */
export interface EnclosedRequest {
  using(database: Database): RequestContext;
  /** To be called once that database has done or undone everything. */
  ended(failure: { error: unknown } | null): Promise<void>;
}

/** Lets a request's procedure act through another database, such as one that is a single transaction. */
export function encloseRequest(context: RequestContext): EnclosedRequest {
  const undecided: NonNullable<RequestContext['undecided']> = [];
  return {
    using(database) {
      const system = { ...context.system, database, db: database.system };
      const caller = context.caller.within(system);
      const entered = context.entered?.then((found) => {
        const { principal, tenantContext } = found ?? {};
        if (principal === undefined || tenantContext === undefined) return found;
        return { ...found, tenantContext: caller.contextFor(principal, tenantContext.tenant) };
      });
      return { ...context, system, caller, entered: entered ?? null, undecided };
    },
    async ended(failure) {
      for (const tell of undecided) await tell(failure);
    },
  };
}

export interface RequestContextOptions {
  system: SystemContext;
  authentication: Authentication;
  /** Rate limits, for both doors. */
  admit?: Admission;
  /** The audit log, for both doors. */
  onMutation?: MutationObserver;
  /** For an app that ends its streams when it stops. */
  streams?: OpenStreams;
}

/** Makes the function that gives each request its context. */
export function requestContextFactory(options: RequestContextOptions): (request: HttpRequest) => RequestContext {
  const { system, authentication, admit = null, onMutation = null, streams = new OpenStreams() } = options;
  return (request) => ({
    system,
    request,
    caller: new Caller(request, system, authentication),
    admit,
    onMutation,
    streams,
    entered: null,
    undecided: null,
  });
}
