import type { Tenant } from '@leadlock/context/context';
import type { Actor, Role } from '@leadlock/core/actor';
import type { HttpRequest } from './request.ts';

/** Who sends a request: a user with a token, or an API key. */
export interface Principal {
  actor: Actor;
  /** The principal's own tenant, whatever tenant the request acts for. */
  tenantId: string;
  tenant: Tenant;
  /** Null for an API key, which counts as an admin of its tenant. */
  role: Role | null;
  isSuperAdmin: boolean;
  /** Of a user: whether it is known that they are who they say, by their email address or by who signs them in. */
  isVerified: boolean;
}

/** How requests are authenticated. The identity domain implements it; this package only asks. */
export interface Authentication {
  /**
   * Null when the request carries no credentials. Throws `unauthorized` for credentials that do not hold.
   * @param afterExpirySeconds how long ago an access token may have expired; default 0
   */
  authenticate(request: HttpRequest, afterExpirySeconds?: number): Promise<Principal | null>;
  /**
   * The tenant the request acts for: the principal's own, or the sub-account it names.
   * Throws `forbidden` for a sub-account that is not the principal's, without saying whether it exists.
   */
  resolveTenant(principal: Principal, subAccountId: string | null): Promise<Tenant>;
}
