import { agency } from '@leadlock/agency/domain';
import { agents } from '@leadlock/agents/domain';
import type { Domain, Timer } from '@leadlock/context/domain';
import type { SystemContext } from '@leadlock/context/context';
import { crm } from '@leadlock/crm/domain';
import { identity } from '@leadlock/identity/domain';
import { insights } from '@leadlock/insights/domain';
import type { JobHandler } from '@leadlock/jobs/job-handler';
import { platform } from '@leadlock/platform/domain';
import { telephony } from '@leadlock/telephony/domain';

/** Every domain, each after those that it imports. */
const domains: readonly Domain[] = [identity, platform, crm, agents, telephony, agency, insights];

/** Every job of the product. */
export const jobHandlers: readonly JobHandler<SystemContext>[] = domains.flatMap(({ jobs = [] }) => jobs);

/** What every worker does every few seconds. */
export const timers: readonly Timer[] = domains.flatMap(({ timers: own = [] }) => own);
