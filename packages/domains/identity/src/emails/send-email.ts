import type { SystemContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import { deliverableEmail } from '@leadlock/core/email-address';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';
import type { RenderedEmail } from './render-email.ts';
import { isReservedAddress } from './reserved-address.ts';

/** Sealed, because emails carry tokens that are stored nowhere else but as hashes, and jobs are kept for a while. */
const Payload = z.object({ email_id: z.guid(), sealed: z.string() });

const SealedEmail = z.object({
  to: z.string(),
  fromName: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
});

/** Retried for about three hours: well within the day for which the provider knows an email again. */
export const sendEmailJob: JobDefinition<typeof Payload> = {
  name: 'send-email',
  payload: Payload,
  retries: 10,
  retryDelaySeconds: 15,
  timeoutSeconds: 60,
};

const purposeOf = (emailId: string): string => `email:${emailId}`;

/** Emails that a worker has yet to send or has given up. Only the owner of the queue's tables can look into it. */
export const sealedEmails = describeSealedValues({
  name: 'queued emails',
  table: 'pgboss.job',
  key: ['name', 'id'],
  where: sql<boolean>`state IN ('created', 'retry', 'active') AND data ? 'email_id' AND data ? 'sealed'`,
  sealed: sql<string>`(data->>'sealed')`,
  assign: (sealed) => sql`data = jsonb_set(data, '{sealed}', to_jsonb(${sealed}::text))`,
  bound: { emailId: sql<string>`data->>'email_id'` },
  purpose: ({ emailId }) => purposeOf(emailId),
});

export interface EmailToSend extends RenderedEmail {
  to: string;
  replyTo?: string;
}

/**
 * Leaves an email to be sent once the transaction of `db` commits, and not at all if it does not. One to a reserved
 * address, which no mail reaches, is left out.
 */
export async function enqueueEmail(
  ctx: Pick<SystemContext, 'jobs' | 'secrets'>,
  db: Db,
  email: EmailToSend,
): Promise<void> {
  if (isReservedAddress(email.to)) return;
  const emailId = newId();
  const sealed = ctx.secrets.seal(
    JSON.stringify(SealedEmail.parse({ ...email, to: deliverableEmail(email.to) })),
    purposeOf(emailId),
  );
  await ctx.jobs.enqueue(db, sendEmailJob, { email_id: emailId, sealed });
}

/** Sends what was left. The email's id is its idempotency key, so that a job that runs again sends nothing again. */
export const sendEmail = handleJob<SystemContext, typeof Payload>(sendEmailJob, async (ctx, payload) => {
  const opened = ctx.secrets.open(payload.sealed, purposeOf(payload.email_id));
  const email = SealedEmail.parse(JSON.parse(opened));
  await ctx.providers.email.send({ ...email, idempotencyKey: payload.email_id });
});
