import { sql, type Kysely } from 'kysely';

/** Webhooks that tenants receive, and what guards the API: rate limits, idempotency keys, the audit log. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE tenants ADD COLUMN IF NOT EXISTS ghl_conversation_sync_enabled boolean NOT NULL DEFAULT false;

    CREATE TABLE webhook_endpoints (
      tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
      url text,
      sealed_secret text NOT NULL,
      is_enabled boolean NOT NULL DEFAULT false,
      failing_since timestamptz,
      switched_off_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK (url IS NOT NULL OR NOT is_enabled)
    );
    COMMENT ON COLUMN webhook_endpoints.failing_since IS 'The first failure since the last success';
    COMMENT ON COLUMN webhook_endpoints.switched_off_at IS 'When we gave up on it; null once its owner has enabled it again';

    CREATE TABLE webhook_deliveries (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      event_id uuid NOT NULL,
      event_type text NOT NULL,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
      attempt_count integer NOT NULL DEFAULT 0,
      retry_count integer NOT NULL DEFAULT 0,
      next_attempt_at timestamptz,
      leased_until timestamptz,
      delivered_at timestamptz,
      last_status_code integer,
      last_error text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, event_id) REFERENCES events (tenant_id, id) ON DELETE CASCADE,
      CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
    );
    COMMENT ON COLUMN webhook_deliveries.attempt_count IS 'Attempts ever begun; numbers them';
    COMMENT ON COLUMN webhook_deliveries.retry_count IS 'Failed attempts of this round; a replay begins a new one';
    COMMENT ON COLUMN webhook_deliveries.leased_until IS 'Until when a job that has taken it may be at work';
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';
    CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (tenant_id, created_at DESC, id DESC);
    CREATE INDEX webhook_deliveries_of_event ON webhook_deliveries (tenant_id, event_id);

    CREATE TABLE webhook_attempts (
      tenant_id uuid NOT NULL,
      delivery_id uuid NOT NULL,
      attempt integer NOT NULL,
      url text NOT NULL,
      started_at timestamptz NOT NULL,
      finished_at timestamptz,
      duration_ms integer,
      status_code integer,
      error text,
      response_excerpt text,
      PRIMARY KEY (tenant_id, delivery_id, attempt),
      FOREIGN KEY (tenant_id, delivery_id) REFERENCES webhook_deliveries (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON COLUMN webhook_attempts.finished_at IS 'Null for an attempt that was cut off: it may or may not have arrived';

    CREATE TABLE idempotency_keys (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      principal text NOT NULL,
      key text NOT NULL,
      request_hash bytea NOT NULL,
      state text NOT NULL CHECK (state IN ('running', 'answered', 'unknown')),
      sealed_answer text,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (tenant_id, principal, key),
      CHECK ((state = 'answered') = (sealed_answer IS NOT NULL))
    );
    CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

    -- Losing what is left in the buckets at a crash only fills them up.
    CREATE UNLOGGED TABLE rate_limit_buckets (
      key text PRIMARY KEY,
      tokens double precision NOT NULL,
      taken integer NOT NULL,
      refilled_at timestamptz NOT NULL
    );
    COMMENT ON COLUMN rate_limit_buckets.taken IS 'How many tokens the last visit got; 0 when it was refused';

    CREATE TABLE audit_log (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      actor jsonb NOT NULL,
      operation text NOT NULL,
      target_id text,
      request_id text NOT NULL,
      ip text NOT NULL,
      occurred_at timestamptz NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON TABLE audit_log IS 'What owners, admins and operators have changed; never with what';
    CREATE INDEX audit_log_by_time ON audit_log (tenant_id, occurred_at DESC, id DESC);
  `.execute(db);
}
