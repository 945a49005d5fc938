import { sql, type Kysely } from 'kysely';

/** A notification that somebody deletes is remembered, so that nobody is told of the same thing again. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE notifications ADD COLUMN deleted_at timestamptz;
    COMMENT ON COLUMN notifications.deleted_at IS 'Since when it is shown to nobody; kept so that nobody is told again';

    DROP INDEX notifications_by_time, notifications_unread, notifications_to_email;
    CREATE INDEX notifications_by_time ON notifications (tenant_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
    CREATE INDEX notifications_unread ON notifications (tenant_id) WHERE read_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX notifications_to_email ON notifications (email_due_at)
      WHERE email_due_at IS NOT NULL AND emailed_at IS NULL AND deleted_at IS NULL;
    CREATE INDEX notifications_by_age ON notifications (created_at);
  `.execute(db);
}
