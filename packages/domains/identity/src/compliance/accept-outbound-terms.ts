import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { forbidden, invalidField } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { getOutboundCompliance } from './get-outbound-compliance.ts';
import { OUTBOUND_TERMS_VERSION, type AcceptOutboundTermsRequest, type OutboundComplianceStatus } from './schemas.ts';

/** From where somebody accepted, for the proof of it. */
export interface AcceptanceOrigin {
  ip: string;
  userAgent: string | null;
}

/** A client that takes the reference's default, a number, sends "1". */
const NAMES_OF_TERMS: ReadonlySet<string> = new Set([OUTBOUND_TERMS_VERSION, String(Number(OUTBOUND_TERMS_VERSION))]);
const MAX_USER_AGENT_LENGTH = 500;

/**
 * Writes down who accepted which terms, when and from where; nothing of it is ever changed.
 * @throws forbidden to an API key, which cannot consent, validation error for terms that are not in force.
 */
export async function acceptOutboundTerms(
  ctx: TenantContext,
  { terms_version }: AcceptOutboundTermsRequest,
  { ip, userAgent }: AcceptanceOrigin,
): Promise<OutboundComplianceStatus> {
  const { actor } = ctx;
  if (actor.type !== 'user') throw forbidden('The terms must be accepted by a user, not with an API key');
  if (!NAMES_OF_TERMS.has(terms_version)) {
    throw invalidField(
      ['body', 'terms_version'],
      `The current version of the terms is ${OUTBOUND_TERMS_VERSION}`,
      terms_version,
    );
  }
  // It may be a user of the agency, whom the sub-account's own connection does not see.
  const user = await allTenants(ctx)
    .selectFrom('users')
    .select('email')
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow();
  await ctx.db
    .insertInto('outbound_terms_acceptances')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      terms_version: OUTBOUND_TERMS_VERSION,
      user_id: actor.userId,
      user_email: user.email,
      ip,
      user_agent: userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
      accepted_at: ctx.clock.now(),
    })
    .execute();
  return getOutboundCompliance(ctx);
}
