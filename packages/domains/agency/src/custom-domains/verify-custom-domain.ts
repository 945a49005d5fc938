import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext, TenantContext } from '@leadlock/context/context';
import { conflict, notFound, type AppError } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { notify } from '@leadlock/platform/notifications';
import { findCustomDomain, GRACE_MS, toCustomDomain, type CustomDomainRow } from './custom-domain.ts';
import { findProof, type Proof, type ProofMethod } from './find-proof.ts';
import type { CustomDomain } from './schemas.ts';

/** The error code of a unique constraint that is not met. */
const UNIQUE_VIOLATION = '23505';

const taken = (): AppError => conflict('Another agency has already verified this domain. Remove its DNS record first.');

/** The row as it was when its proof was looked for, locked; undefined when it was changed meanwhile. */
const lockSame = (trx: Db, { tenant_id, domain, token }: CustomDomainRow): Promise<CustomDomainRow | undefined> =>
  trx
    .selectFrom('custom_domains')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('domain', '=', domain)
    .where('token', '=', token)
    .forUpdate()
    .executeTakeFirst();

const change = (trx: Db, { tenant_id }: CustomDomainRow, changes: Partial<CustomDomainRow>) =>
  trx.updateTable('custom_domains').set(changes).where('tenant_id', '=', tenant_id).execute();

/** The domain is no longer shown as this agency's, which is told. */
async function takeAway(
  trx: Db,
  row: CustomDomainRow,
  { problem, now }: { problem: string; now: Date },
): Promise<void> {
  await change(trx, row, { verified_at: null, verified_by: null, failing_since: null, checked_at: now, problem });
  await notify(trx, {
    tenantId: row.tenant_id,
    type: 'custom_domain.lost',
    occasion: `${row.domain} ${now.toISOString()}`,
    title: 'Your custom domain is no longer served',
    body: `We could no longer verify ${row.domain}. ${problem} Verify it again in your brand settings.`,
    metadata: { domain: row.domain },
    at: now,
  });
}

/** Another agency that holds the domain, verified. Both transactions that want one domain wait for each other here. */
const lockHolder = (trx: Db, { tenant_id, domain }: CustomDomainRow): Promise<CustomDomainRow | undefined> =>
  trx
    .selectFrom('custom_domains')
    .selectAll()
    .where('domain', '=', domain)
    .where('tenant_id', '!=', tenant_id)
    .where('verified_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst();

/**
 * What of the holder's proofs counts against another agency's: a domain that already leads here shows the holder's file
 * because we serve it, so only a TXT record stands against a TXT record.
 */
const countingAgainst = (method: ProofMethod): readonly ProofMethod[] => (method === 'dns' ? ['dns'] : ['dns', 'http']);

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;

/** @throws conflict when another agency holds the domain and still proves it */
async function verify(system: SystemContext, row: CustomDomainRow, method: ProofMethod): Promise<void> {
  const db = allTenants(system);
  const now = system.clock.now();
  const holder = await db
    .selectFrom('custom_domains')
    .selectAll()
    .where('domain', '=', row.domain)
    .where('tenant_id', '!=', row.tenant_id)
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  const holdersProof = holder && (await findProof(system, holder, countingAgainst(method)));
  const work = withTransaction(db, async (trx) => {
    const present = await lockHolder(trx, row);
    if (present && (!holder || present.token !== holder.token || holdersProof?.method != null)) {
      throw taken();
    }
    if (present) await takeAway(trx, present, { problem: 'Another agency verified this domain.', now });
    const same = await lockSame(trx, row);
    if (!same) return;
    await change(trx, same, {
      verified_at: same.verified_at ?? now,
      verified_by: method,
      checked_at: now,
      failing_since: null,
      problem: null,
    });
  });
  // Of two that prove one domain at the same time, the database lets one through.
  await work.catch((error: unknown) => Promise.reject(isTaken(error) ? taken() : error));
}

/** Notes that there is no proof. A verified domain is served for a while longer, and its agency told at once. */
async function miss(system: SystemContext, row: CustomDomainRow, problem: string): Promise<void> {
  const now = system.clock.now();
  await withTransaction(allTenants(system), async (trx) => {
    const same = await lockSame(trx, row);
    if (!same) return;
    const failingSince = same.failing_since ?? now;
    const until = new Date(failingSince.getTime() + GRACE_MS);
    if (same.verified_at === null) await change(trx, same, { checked_at: now, problem });
    else if (now >= until) await takeAway(trx, same, { problem, now });
    else {
      await change(trx, same, { checked_at: now, failing_since: failingSince, problem });
      await notify(trx, {
        tenantId: same.tenant_id,
        type: 'custom_domain.failing',
        occasion: `${same.domain} ${failingSince.toISOString()}`,
        title: 'Your custom domain couldn’t be verified',
        body: `${problem} ${same.domain} will stop working on ${until.toISOString()} unless you restore its record.`,
        metadata: { domain: same.domain },
        at: now,
      });
    }
  });
}

/** Looks for a domain's proof and notes what it found. @throws conflict for a domain that another agency proves */
export async function checkDomain(system: SystemContext, row: CustomDomainRow): Promise<Proof> {
  const proof = await findProof(system, row);
  if (proof.method === null) await miss(system, row, proof.problem);
  else await verify(system, row, proof.method);
  return proof;
}

/**
 * Looks for the proof of the agency's custom domain now. Without one it answers what is missing.
 * @throws not_found without a custom domain; conflict while another agency proves the same domain
 */
export async function verifyCustomDomain(ctx: TenantContext): Promise<CustomDomain> {
  const row = await findCustomDomain(ctx.db, ctx.tenant.id);
  if (!row) throw notFound('Custom domain');
  await checkDomain(ctx, row);
  const checked = await findCustomDomain(ctx.db, ctx.tenant.id);
  if (!checked) throw notFound('Custom domain');
  return toCustomDomain(checked);
}
