import { agency } from '@leadlock/agency/domain';
import { agents } from '@leadlock/agents/domain';
import type { Domain, Subscription, Timer } from '@leadlock/context/domain';
import type { SystemContext, Tool } from '@leadlock/context/context';
import { crm } from '@leadlock/crm/domain';
import { identity } from '@leadlock/identity/domain';
import { insights } from '@leadlock/insights/domain';
import type { JobHandler } from '@leadlock/jobs/job-handler';
import { platform } from '@leadlock/platform/domain';
import { telephony } from '@leadlock/telephony/domain';

/** Every domain, each after those that it imports. */
const domains: readonly Domain[] = [identity, platform, agents, crm, telephony, agency, insights];

/** What is done about events. */
export const subscriptions: readonly Subscription[] = domains.flatMap(({ subscriptions: own = [] }) => own);

/** What agents can do. */
export const tools: readonly Tool[] = domains.flatMap(({ tools: own = [] }) => own);

/** Every job of the product. */
export const jobHandlers: readonly JobHandler<SystemContext>[] = [
  ...domains.flatMap(({ jobs = [] }) => jobs),
  ...subscriptions,
];

/** What every worker does every few seconds. */
export const timers: readonly Timer[] = domains.flatMap(({ timers: own = [] }) => own);
