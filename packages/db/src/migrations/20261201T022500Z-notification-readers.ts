import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Everybody reads notifications for themselves. What was read before, and what API keys read, has a `read_at` and is read
 * for all. A person who marks all as read moves `read_through`, so that no row per notification is needed.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(TABLES).execute(trx));
  await createIndex(db);
  await sql`DROP INDEX CONCURRENTLY IF EXISTS notifications_unread`.execute(db);
}

const TABLES = `
    CREATE TABLE IF NOT EXISTS notification_readers (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      reader_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      read_through uuid,
      cleared_through uuid,
      PRIMARY KEY (tenant_id, reader_id)
    );
    CREATE INDEX IF NOT EXISTS notification_readers_by_reader ON notification_readers (reader_id);
    COMMENT ON COLUMN notification_readers.reader_id IS 'A user of the account or of its agency';
    COMMENT ON COLUMN notification_readers.read_through IS 'Notifications up to this ID are read';
    COMMENT ON COLUMN notification_readers.cleared_through IS 'Notifications up to this ID are hidden from the reader';

    CREATE TABLE IF NOT EXISTS notification_reads (
      tenant_id uuid NOT NULL,
      reader_id uuid NOT NULL,
      notification_id uuid NOT NULL,
      is_cleared boolean NOT NULL DEFAULT false,
      PRIMARY KEY (tenant_id, reader_id, notification_id),
      FOREIGN KEY (tenant_id, reader_id) REFERENCES notification_readers (tenant_id, reader_id) ON DELETE CASCADE,
      FOREIGN KEY (tenant_id, notification_id) REFERENCES notifications (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX IF NOT EXISTS notification_reads_by_notification ON notification_reads (tenant_id, notification_id);
    COMMENT ON TABLE notification_reads IS 'What a person has read beyond read_through';
    COMMENT ON COLUMN notification_reads.is_cleared IS 'The notification is hidden from the reader';
    COMMENT ON COLUMN notifications.read_at IS 'Since when it is read for all: by an API key, or before people read for themselves';
`;

/** One that was cut off is there and cannot be used. */
async function createIndex(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass('public.notifications_unread_by_id')
  `.execute(db);
  if (rows[0]?.isValid) return;
  await sql`DROP INDEX CONCURRENTLY IF EXISTS notifications_unread_by_id`.execute(db);
  await sql`
    CREATE INDEX CONCURRENTLY notifications_unread_by_id ON notifications (tenant_id, id)
      WHERE read_at IS NULL AND deleted_at IS NULL
  `.execute(db);
}
