import { sql, type Kysely } from 'kysely';

/** What lets webhooks be sent fast, sent again on request while they are being sent, and be forgotten in time. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE webhook_endpoints ADD COLUMN is_quick boolean NOT NULL DEFAULT false;
    COMMENT ON COLUMN webhook_endpoints.is_quick IS 'Whether its last answer was a success and came soon: it gets more at once';

    ALTER TABLE webhook_deliveries ADD COLUMN is_replay_due boolean NOT NULL DEFAULT false;
    COMMENT ON COLUMN webhook_deliveries.is_replay_due IS 'Asked for while an attempt was running: the next one follows it at once';

    DROP INDEX webhook_deliveries_due;
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, next_attempt_at, id) WHERE status = 'pending';
    CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (tenant_id, leased_until)
      WHERE status = 'pending' AND leased_until IS NOT NULL;
    CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (updated_at) WHERE status <> 'pending';

    -- Events come in the order of their time, so that the smallest of indexes finds the old ones.
    CREATE INDEX events_by_age ON events USING brin (occurred_at);
  `.execute(db);
}
