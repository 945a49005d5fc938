import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';

export const checkRefusedAccountJob = {
  name: 'integrations.check-refused-account',
  payload: z.object({ account_sid: z.string() }),
} satisfies JobDefinition;

/**
 * Takes down that Twilio has refused an account's credentials where they were needed, for a call or a text. A job asks
 * Twilio again with what is stored now and tells whoever has to mend it. Never rejects: the call or text that failed has
 * its own way to say so.
 */
export async function reportRefusedAccount(
  { database, jobs, log }: Pick<SystemContext, 'database' | 'jobs' | 'log'>,
  accountSid: string,
): Promise<void> {
  try {
    const payload = { account_sid: accountSid };
    await jobs.enqueue(allTenants({ database }), checkRefusedAccountJob, payload, { singletonKey: accountSid });
  } catch (err) {
    log.error({ err, accountSid }, 'failed to report a rejected Twilio account');
  }
}
