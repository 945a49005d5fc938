import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { AppError } from '@leadlock/core/errors';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import type { CustomDomainRow } from './custom-domain.ts';
import { checkDomain } from './verify-custom-domain.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who has not proved a domain by then presses the button when it is time. */
const CLAIMS_CHECKED_MS = 7 * DAY_MS;
const MOST_AT_ONCE = 8;
const BATCH_SIZE = 200;

/** Looks again for the proofs of custom domains: daily where they were found, hourly where they are missing. */
const recheckDomainsJob = {
  name: 'custom-domains.recheck',
  payload: z.object({}),
  schedule: '23 * * * *',
  timeoutSeconds: 900,
} satisfies JobDefinition;

const findDue = (system: SystemContext): Promise<CustomDomainRow[]> => {
  const now = system.clock.now().getTime();
  const before = (milliseconds: number): Date => new Date(now - milliseconds);
  return allTenants(system)
    .selectFrom('custom_domains')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb.and([eb('verified_at', 'is not', null), eb('checked_at', '<=', before(DAY_MS))]),
        eb('failing_since', 'is not', null),
        eb.and([eb('verified_at', 'is', null), eb('claimed_at', '>', before(CLAIMS_CHECKED_MS))]),
      ]),
    )
    .where((eb) => eb.or([eb('checked_at', 'is', null), eb('checked_at', '<=', before(HOUR_MS / 2))]))
    .orderBy('checked_at', (order) => order.asc().nullsFirst())
    .limit(BATCH_SIZE)
    .execute();
};

async function recheck(system: SystemContext, row: CustomDomainRow): Promise<void> {
  try {
    await checkDomain(system, row);
  } catch (err) {
    // Another agency proves the same domain: whose it is, they must find out.
    if (err instanceof AppError) return;
    system.log.error({ err, domain: row.domain }, 'failed to check a custom domain');
  }
}

export async function recheckDomains(system: SystemContext): Promise<void> {
  const due = await findDue(system);
  const workers = Array.from({ length: MOST_AT_ONCE }, async () => {
    for (let row = due.pop(); row !== undefined; row = due.pop()) await recheck(system, row);
  });
  await Promise.all(workers);
}

export const customDomainJobs = [
  handleJob<SystemContext, typeof recheckDomainsJob.payload>(recheckDomainsJob, recheckDomains),
];
