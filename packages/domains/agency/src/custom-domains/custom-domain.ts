import { randomBytes } from 'node:crypto';
import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import { challengeOf } from './challenge.ts';
import type { CustomDomain } from './schemas.ts';

export type CustomDomainRow = Selectable<DB['custom_domains']>;

/** How long a verified domain is served while its proof is missing. */
export const GRACE_MS = 3 * 86_400_000;

const TOKEN_BYTES = 24;

export const findCustomDomain = (db: Db, tenantId: string): Promise<CustomDomainRow | undefined> =>
  db.selectFrom('custom_domains').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();

/** @throws not_found for an agency without a custom domain */
export async function getCustomDomain(ctx: TenantContext): Promise<CustomDomain> {
  const row = await findCustomDomain(ctx.db, ctx.tenant.id);
  if (!row) throw notFound('Custom domain');
  return toCustomDomain(row);
}

export function toCustomDomain(row: CustomDomainRow): CustomDomain {
  const { verified_at: verifiedAt, failing_since: failingSince } = row;
  const servedUntil = failingSince && new Date(failingSince.getTime() + GRACE_MS);
  return {
    domain: row.domain,
    status: verifiedAt === null ? 'pending' : 'verified',
    verified_by: row.verified_by as CustomDomain['verified_by'],
    verified_at: verifiedAt?.toISOString() ?? null,
    checked_at: row.checked_at?.toISOString() ?? null,
    problem: row.problem,
    served_until: servedUntil?.toISOString() ?? null,
    ...challengeOf(row.domain, row.token),
  };
}

/** Claims a domain for the agency, which is served once it is proved; null takes the one that it has away. */
export async function claimDomain(ctx: TenantContext, db: Db, domain: string | null): Promise<void> {
  if (domain === null) {
    await db.deleteFrom('custom_domains').where('tenant_id', '=', ctx.tenant.id).execute();
    return;
  }
  const claim = {
    domain,
    token: randomBytes(TOKEN_BYTES).toString('hex'),
    claimed_at: ctx.clock.now(),
    verified_at: null,
    verified_by: null,
    checked_at: null,
    failing_since: null,
    problem: null,
  };
  await db
    .insertInto('custom_domains')
    .values({ tenant_id: ctx.tenant.id, ...claim })
    .onConflict((conflict) =>
      conflict
        .column('tenant_id')
        .doUpdateSet(claim)
        // The one that the agency has keeps its token and its proof.
        .where('custom_domains.domain', '!=', domain),
    )
    .execute();
}
