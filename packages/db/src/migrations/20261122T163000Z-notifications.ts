import { sql, type Kysely } from 'kysely';

/** What a tenant's people are told, how they want to be told, and the problems that they report. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE notifications (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      type text NOT NULL,
      occasion text NOT NULL,
      title text NOT NULL,
      body text NOT NULL,
      metadata jsonb NOT NULL DEFAULT '{}',
      read_at timestamptz,
      email_due_at timestamptz,
      emailed_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, type, occasion)
    );
    COMMENT ON COLUMN notifications.occasion IS 'What it is about: nobody is told of the same thing twice';
    COMMENT ON COLUMN notifications.email_due_at IS 'When it goes out by e-mail, alone or with others; null: it does not';
    CREATE INDEX notifications_by_time ON notifications (tenant_id, created_at DESC, id DESC);
    CREATE INDEX notifications_unread ON notifications (tenant_id) WHERE read_at IS NULL;
    CREATE INDEX notifications_to_email ON notifications (email_due_at)
      WHERE email_due_at IS NOT NULL AND emailed_at IS NULL;

    CREATE TABLE notification_settings (
      tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
      id uuid NOT NULL,
      email_new_call boolean NOT NULL DEFAULT true,
      email_call_summary boolean NOT NULL DEFAULT true,
      email_low_balance boolean NOT NULL DEFAULT true,
      email_weekly_digest boolean NOT NULL DEFAULT false,
      additional_emails jsonb NOT NULL DEFAULT '[]',
      quiet_hours_enabled boolean NOT NULL DEFAULT false,
      quiet_hours_start time NOT NULL DEFAULT '22:00',
      quiet_hours_end time NOT NULL DEFAULT '07:00',
      quiet_hours_timezone text NOT NULL DEFAULT 'America/New_York',
      notification_frequency text NOT NULL DEFAULT 'immediate'
        CHECK (notification_frequency IN ('immediate', 'daily', 'weekly')),
      sms_enabled boolean NOT NULL DEFAULT false,
      digest_sent_for date,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON COLUMN notification_settings.digest_sent_for IS 'The Monday, there, on which the last weekly digest went out';

    CREATE TABLE issue_reports (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      user_id uuid,
      message text NOT NULL,
      url text,
      page_name text,
      browser_info text,
      screenshot_key text,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (user_id)
    );
  `.execute(db);
}
