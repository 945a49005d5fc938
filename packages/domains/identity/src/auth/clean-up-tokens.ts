import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';
import { forgetAttempts } from './login-throttle.ts';

/** Every night. */
export const cleanUpTokensJob = {
  name: 'auth.clean-up-tokens',
  payload: z.object({}),
  schedule: '52 3 * * *',
} satisfies JobDefinition;

/** How long an expired token stays, for whoever looks into what happened. */
const KEPT_DAYS = 7;
/** Rows that one statement deletes, so that none of them holds locks for long. */
const BATCH = 5_000;

const TABLES = [
  'refresh_tokens',
  'password_reset_tokens',
  'email_verification_tokens',
  'email_change_tokens',
  'invites',
] as const;

/**
 * Forgets sessions, reset links and invitations that expired a week ago. None of them could be used any more, and an
 * access token, which asks for its session, has long expired with it.
 * @returns how many there were
 */
export async function cleanUpTokens({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
  let deleted = 0;
  for (const table of TABLES) {
    for (;;) {
      const { numAffectedRows = 0n } = await sql`
        DELETE FROM ${sql.table(table)} WHERE (tenant_id, id) IN (
          SELECT tenant_id, id FROM ${sql.table(table)} WHERE expires_at < ${before} LIMIT ${BATCH}
        )`.execute(db);
      deleted += Number(numAffectedRows);
      if (numAffectedRows < BATCH) break;
    }
  }
  await db.deleteFrom('solicited_emails').where('sent_at', '<', before).execute();
  return deleted;
}

export const cleanUpTokensHandler = handleJob<SystemContext, typeof cleanUpTokensJob.payload>(
  cleanUpTokensJob,
  async (system) => {
    await forgetAttempts(system);
    const deleted = await cleanUpTokens(system);
    if (deleted > 0) system.log.info({ deleted }, 'deleted expired tokens');
  },
);
