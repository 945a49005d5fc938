import { sql, type Kysely } from 'kysely';

/** How people get in beside a password, what they agreed to, and how far a new account has been set up. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE password_reset_tokens (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      user_id uuid NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX password_reset_tokens_user ON password_reset_tokens (tenant_id, user_id);

    CREATE TABLE invites (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      email text NOT NULL,
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
      token_hash bytea NOT NULL UNIQUE,
      invited_by jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      accepted_at timestamptz,
      revoked_at timestamptz,
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON COLUMN invites.invited_by IS 'The actor; it may be a user of the agency';
    CREATE UNIQUE INDEX invites_open ON invites (tenant_id, lower(email))
      WHERE accepted_at IS NULL AND revoked_at IS NULL;

    CREATE TABLE external_identities (
      tenant_id uuid NOT NULL,
      provider text NOT NULL,
      external_id text NOT NULL,
      user_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (tenant_id, provider, external_id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON TABLE external_identities IS 'Who a user is at a partner that signs them in';
    CREATE INDEX external_identities_user ON external_identities (tenant_id, user_id);

    CREATE TABLE account_deletion_requests (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      requested_by uuid NOT NULL,
      requested_by_email text NOT NULL,
      reason text,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'canceled')),
      requested_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      completed_at timestamptz,
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON COLUMN account_deletion_requests.due_at IS 'When the law wants it done by';
    CREATE UNIQUE INDEX account_deletion_requests_open ON account_deletion_requests (tenant_id) WHERE status = 'pending';

    CREATE TABLE outbound_terms_acceptances (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      terms_version text NOT NULL,
      user_id uuid NOT NULL,
      user_email text NOT NULL,
      ip text NOT NULL,
      user_agent text,
      accepted_at timestamptz NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON TABLE outbound_terms_acceptances IS 'Proof of consent: rows are added, never changed';
    CREATE INDEX outbound_terms_acceptances_by_time ON outbound_terms_acceptances (tenant_id, accepted_at DESC, id DESC);

    CREATE TABLE onboarding_progress (
      tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
      id uuid NOT NULL UNIQUE,
      current_step integer NOT NULL DEFAULT 1 CHECK (current_step BETWEEN 1 AND 7),
      completed_steps integer[] NOT NULL DEFAULT '{}',
      account_type text,
      business_name text,
      industry text,
      ghl_connected boolean NOT NULL DEFAULT false,
      ghl_integration_id uuid,
      phone_number_id uuid,
      sub_account_id uuid,
      agent_id uuid,
      deployed boolean NOT NULL DEFAULT false,
      calendar_connected boolean NOT NULL DEFAULT false,
      phone_purchased boolean NOT NULL DEFAULT false,
      agent_created boolean NOT NULL DEFAULT false,
      test_call_completed boolean NOT NULL DEFAULT false,
      completed_at timestamptz,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    );
  `.execute(db);
}
