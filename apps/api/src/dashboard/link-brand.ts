import { getAccountBranding, type PublicBrandingResponse } from '@leadlock/agency/branding';
import type { SystemContext } from '@leadlock/context/context';
import { findInvitedTenantId } from '@leadlock/identity/invites';
import { findResetTenantId } from '@leadlock/identity/password-reset';
import { lookupRate } from './lookup-rate.ts';

/** Whose brand a page shows that was opened by a link from an email; null for the product's own. */
export type BrandOfLink = (path: string, token: unknown) => Promise<PublicBrandingResponse | null>;

/** Anyone can make up links; people follow far fewer. */
const LOOKUPS = { perSecond: 20, burst: 100 };
/** Ours are much shorter. */
const MAX_TOKEN_LENGTH = 200;

/**
 * Whoever is invited or chooses a new password is not signed in yet: the link's token says whose client they are. Without
 * an answer from the database the page shows the product's brand, and where more come than are looked up.
 */
export function brandOfLink(system: SystemContext): BrandOfLink {
  const find = async (path: string, token: string): Promise<PublicBrandingResponse | null> => {
    const tenantId = await (path === '/accept-invite' ? findInvitedTenantId : findResetTenantId)(system, token);
    return tenantId === null ? null : getAccountBranding(system, tenantId);
  };
  const mayLookUp = lookupRate(system.clock, LOOKUPS);
  return async (path, token) => {
    if (path !== '/accept-invite' && path !== '/reset-password') return null;
    if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_LENGTH || !mayLookUp()) return null;
    try {
      return await find(path, token);
    } catch (err) {
      system.log.warn({ err }, 'failed to load the branding of a link');
      return null;
    }
  };
}
