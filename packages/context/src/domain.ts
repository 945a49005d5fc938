import type { JobHandler } from '@leadlock/jobs/job-handler';
import type { EventSubscription, SystemContext, Tool } from './context.ts';

/** What every worker does every few seconds, too often for a job. */
export interface Timer {
  name: string;
  /** From the end of one run to the start of the next. */
  intervalMs: number;
  /** Must be harmless when several workers do it at the same time. */
  run: (context: SystemContext) => Promise<unknown>;
}

/** What a domain does about events of others, or of its own. */
export interface Subscription extends JobHandler<SystemContext>, Pick<EventSubscription, 'types'> {}

/** What a domain adds to the running product, apart from its operations; composition collects it from all of them. */
export interface Domain {
  name: string;
  jobs?: readonly JobHandler<SystemContext>[];
  timers?: readonly Timer[];
  subscriptions?: readonly Subscription[];
  tools?: readonly Tool[];
}
