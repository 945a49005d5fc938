import { sql, type Kysely } from 'kysely';

/**
 * Accounts, agents, phone numbers, calls, usage. Every tenant table leads its keys with `tenant_id` (so that rows of one
 * tenant can live together on one server) and references within a tenant carry it (so that no row can point into another's).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE tenants (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      slug text NOT NULL UNIQUE,
      tenant_type text NOT NULL CHECK (tenant_type IN ('direct', 'agency', 'sub_account')),
      parent_tenant_id uuid REFERENCES tenants (id),
      plan text NOT NULL,
      agent_limit integer,
      sub_account_limit integer,
      is_active boolean NOT NULL DEFAULT true,
      suspended_at timestamptz,
      trial_ends_at timestamptz,
      stripe_subscription_id text,
      subscription_status text,
      per_minute_rate_cents integer,
      upcharge_by_provider jsonb NOT NULL DEFAULT '{}',
      test_demo_upcharge_by_provider jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CHECK ((tenant_type = 'sub_account') = (parent_tenant_id IS NOT NULL))
    );
    COMMENT ON COLUMN tenants.agent_limit IS 'An exception made for this tenant; null: what its plan allows';
    COMMENT ON COLUMN tenants.sub_account_limit IS 'An exception made for this tenant; null: what its plan allows';
    CREATE INDEX tenants_parent ON tenants (parent_tenant_id) WHERE parent_tenant_id IS NOT NULL;

    CREATE TABLE users (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      email text NOT NULL,
      password_hash text NOT NULL,
      full_name text,
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
      is_super_admin boolean NOT NULL DEFAULT false,
      is_active boolean NOT NULL DEFAULT true,
      tos_accepted_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX users_email ON users (lower(email));
    CREATE UNIQUE INDEX users_id ON users (id);

    CREATE TABLE refresh_tokens (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      user_id uuid NOT NULL,
      family_id uuid NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      revoked_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
    );
    CREATE INDEX refresh_tokens_family ON refresh_tokens (tenant_id, family_id);
    CREATE INDEX refresh_tokens_user ON refresh_tokens (tenant_id, user_id);

    CREATE TABLE api_keys (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      name text NOT NULL,
      key_prefix text NOT NULL,
      key_hash bytea NOT NULL UNIQUE,
      is_active boolean NOT NULL DEFAULT true,
      last_used_at timestamptz,
      expires_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id)
    );

    CREATE TABLE integrations (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      provider text NOT NULL,
      account_id text NOT NULL,
      account_name text,
      sealed_credentials text NOT NULL,
      metadata jsonb NOT NULL DEFAULT '{}',
      is_active boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, provider, account_id)
    );

    CREATE TABLE agents (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      name text NOT NULL,
      is_active boolean NOT NULL DEFAULT true,
      settings jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON COLUMN agents.settings IS 'Every other field of AgentResponse, checked by the agents domain';
    CREATE INDEX agents_by_age ON agents (tenant_id, created_at DESC, id DESC);

    CREATE TABLE phone_numbers (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      sub_account_id uuid REFERENCES tenants (id),
      user_tenant_id uuid NOT NULL CHECK (user_tenant_id = coalesce(sub_account_id, tenant_id)),
      agent_id uuid,
      integration_id uuid,
      source text NOT NULL DEFAULT 'twilio' CHECK (source IN ('twilio', 'ghl')),
      twilio_sid text NOT NULL,
      phone_number text NOT NULL UNIQUE,
      friendly_name text,
      is_active boolean NOT NULL DEFAULT true,
      monthly_cost_cents integer NOT NULL DEFAULT 0,
      voice_capable boolean NOT NULL DEFAULT true,
      sms_capable boolean NOT NULL DEFAULT false,
      mms_capable boolean NOT NULL DEFAULT false,
      a2p_campaign_id text,
      a2p_status text NOT NULL DEFAULT 'unknown',
      a2p_verified_at timestamptz,
      a2p_last_checked timestamptz,
      messaging_enabled boolean NOT NULL DEFAULT false,
      a2p_metadata jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id) ON DELETE SET NULL (integration_id),
      FOREIGN KEY (user_tenant_id, agent_id) REFERENCES agents (tenant_id, id) ON DELETE SET NULL (agent_id)
    );
    COMMENT ON COLUMN phone_numbers.user_tenant_id IS 'Who answers the number: the sub-account it is assigned to, else its owner';
    CREATE INDEX phone_numbers_user ON phone_numbers (user_tenant_id, agent_id);

    CREATE TABLE gateways (
      id uuid PRIMARY KEY,
      started_at timestamptz NOT NULL DEFAULT now(),
      last_seen_at timestamptz NOT NULL DEFAULT now(),
      active_calls integer NOT NULL DEFAULT 0,
      draining boolean NOT NULL DEFAULT false
    );

    CREATE TABLE call_logs (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      agent_id uuid,
      agent_name text,
      phone_number_id uuid,
      twilio_call_sid text NOT NULL,
      twilio_account_sid text,
      direction text NOT NULL CHECK (direction IN ('inbound', 'outbound', 'test', 'demo')),
      from_number text NOT NULL,
      to_number text NOT NULL,
      status text NOT NULL CHECK (status IN
        ('queued', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled', 'voicemail')),
      end_reason text,
      voice_provider text,
      started_at timestamptz NOT NULL,
      answered_at timestamptz,
      ended_at timestamptz,
      duration_seconds integer,
      billable_minutes integer,
      cost_cents integer,
      recording_sid text,
      recording_url text,
      recording_duration_seconds integer,
      caller_name text,
      caller_email text,
      transcript jsonb,
      metadata jsonb NOT NULL DEFAULT '{}',
      appointment_booked boolean,
      amd_status text,
      amd_detection_ms integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, twilio_call_sid),
      FOREIGN KEY (tenant_id, agent_id) REFERENCES agents (tenant_id, id) ON DELETE SET NULL (agent_id)
    );
    COMMENT ON COLUMN call_logs.recording_url IS 'Twilio''s address of the recording, which needs the account''s credentials';
    CREATE INDEX call_logs_by_time ON call_logs (tenant_id, started_at DESC, id DESC) INCLUDE (direction);
    CREATE INDEX call_logs_by_agent ON call_logs (tenant_id, agent_id, started_at DESC, id DESC) INCLUDE (direction);
    CREATE INDEX call_logs_open ON call_logs (started_at) WHERE ended_at IS NULL;

    CREATE TABLE call_sessions (
      tenant_id uuid NOT NULL,
      call_id uuid NOT NULL,
      stream_token_hash bytea NOT NULL UNIQUE,
      token_expires_at timestamptz NOT NULL,
      gateway_id uuid,
      stream_sid text,
      claimed_at timestamptz,
      reported_status text,
      reported_duration_seconds integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, call_id),
      FOREIGN KEY (tenant_id, call_id) REFERENCES call_logs (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON TABLE call_sessions IS 'One row a call that is not over: its stream token and the gateway that holds it';
    CREATE INDEX call_sessions_gateway ON call_sessions (gateway_id);

    CREATE TABLE tool_executions (
      tenant_id uuid NOT NULL,
      call_id uuid NOT NULL,
      tool_call_id text NOT NULL,
      arguments_hash bytea NOT NULL,
      name text NOT NULL,
      arguments jsonb NOT NULL,
      output jsonb,
      succeeded boolean,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      PRIMARY KEY (tenant_id, call_id, tool_call_id, arguments_hash),
      FOREIGN KEY (tenant_id, call_id) REFERENCES call_logs (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON TABLE tool_executions IS 'A side effect happens once per call, tool call and arguments';

    CREATE TABLE messages (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      call_id uuid,
      direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
      channel text NOT NULL DEFAULT 'sms',
      from_number text NOT NULL,
      to_number text NOT NULL,
      body text NOT NULL,
      status text NOT NULL,
      twilio_message_sid text,
      segments integer,
      error_code text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, call_id) REFERENCES call_logs (tenant_id, id) ON DELETE SET NULL (call_id)
    );
    CREATE INDEX messages_by_time ON messages (tenant_id, created_at DESC, id DESC);

    CREATE TABLE usage_records (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('voice', 'text')),
      call_id uuid,
      provider text,
      direction text NOT NULL,
      quantity integer NOT NULL,
      unit text NOT NULL,
      cost_cents integer,
      revenue_cents integer NOT NULL,
      lines jsonb NOT NULL DEFAULT '[]',
      occurred_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, kind, call_id),
      FOREIGN KEY (tenant_id, call_id) REFERENCES call_logs (tenant_id, id)
    );
    COMMENT ON COLUMN usage_records.cost_cents IS 'What we pay; null where a price is unknown';
    CREATE INDEX usage_records_by_time ON usage_records (tenant_id, occurred_at DESC, id DESC);

    CREATE TABLE events (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      type text NOT NULL,
      payload jsonb NOT NULL,
      actor jsonb NOT NULL,
      occurred_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON TABLE events IS 'What happened, written in the transaction that made it happen';
    CREATE INDEX events_by_time ON events (tenant_id, occurred_at DESC, id DESC);
  `.execute(db);
}
