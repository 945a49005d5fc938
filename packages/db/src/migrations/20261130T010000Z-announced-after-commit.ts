import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Who writes calls, sessions and events announces it after the commit (`announcements.ts`). In the transaction itself every
 * commit that notified waited for all others of the database, each for its own write to disk. Reports of changed access
 * (`access-changes`) and of accounts that were suspended (`call-billing`) stay in triggers: people sign out, are removed or
 * suspended seldom, whatever writes it, and it has to be told even where the process that wrote it dies.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const [table, triggers] of Object.entries(TRIGGERS)) {
    await inShortTransaction(db, async (trx) => {
      for (const trigger of triggers)
        await sql`DROP TRIGGER IF EXISTS ${sql.id(trigger)} ON ${sql.id(table)}`.execute(trx);
    });
  }
  await sql`DROP FUNCTION IF EXISTS notify_of_change(), notify_of_turn()`.execute(db);
}

const TRIGGERS = {
  events: ['events_recorded'],
  call_logs: ['call_logs_begun', 'call_logs_changed', 'call_logs_said'],
  call_sessions: ['call_sessions_said'],
};
