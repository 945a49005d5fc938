import { getAccountBranding, type PublicBrandingResponse } from '@leadlock/agency/branding';
import type { SystemContext } from '@leadlock/context/context';
import { findInvitedTenantId } from '@leadlock/identity/invites';
import { findResetTenantId } from '@leadlock/identity/password-reset';

/** Whose brand a page shows that was opened by a link from an e-mail; null for the product's own. */
export type BrandOfLink = (path: string, token: unknown) => Promise<PublicBrandingResponse | null>;

/** Ours are much shorter. */
const MAX_TOKEN_LENGTH = 200;

/**
 * Whoever is invited or chooses a new password is not signed in yet: the link's token says whose client they are. Without
 * an answer from the database the page shows the product's brand.
 */
export function brandOfLink(system: SystemContext): BrandOfLink {
  const find = async (path: string, token: string): Promise<PublicBrandingResponse | null> => {
    const tenantId = await (path === '/accept-invite' ? findInvitedTenantId : findResetTenantId)(system, token);
    return tenantId === null ? null : getAccountBranding(system, tenantId);
  };
  return async (path, token) => {
    if (path !== '/accept-invite' && path !== '/reset-password') return null;
    if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_LENGTH) return null;
    try {
      return await find(path, token);
    } catch (err) {
      system.log.warn({ err }, 'the brand of a link could not be read');
      return null;
    }
  };
}
