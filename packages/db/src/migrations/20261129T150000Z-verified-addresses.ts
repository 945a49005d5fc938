import { sql, type Kysely } from 'kysely';

/**
 * An address belongs to whoever has shown that its mail reaches them. Until then anybody may claim it, so that signing up
 * says nothing about who has an account; of those who have shown it there is one. Users from before count as such.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE users ADD COLUMN email_verified_at timestamptz;
    COMMENT ON COLUMN users.email_verified_at IS 'Since when mail to the address is known to reach the user; null: not known';
    UPDATE users SET email_verified_at = created_at WHERE email NOT LIKE '%@ghl.invalid';
    DROP INDEX users_email;
    CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE email_verified_at IS NOT NULL;
    CREATE INDEX users_claimed_email ON users (lower(email)) WHERE email_verified_at IS NULL;

    CREATE TABLE email_verification_tokens (
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
    CREATE INDEX email_verification_tokens_user ON email_verification_tokens (tenant_id, user_id);

    CREATE TABLE solicited_emails (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      email text NOT NULL,
      account_id uuid,
      sent_at timestamptz NOT NULL
    );
    COMMENT ON TABLE solicited_emails IS 'E-mails that somebody had sent to an address which may not be theirs, so that they stay few';
    COMMENT ON COLUMN solicited_emails.account_id IS 'On whose behalf: the account, or the agency of a sub-account';
    CREATE INDEX solicited_emails_address ON solicited_emails (kind, email, sent_at);
    CREATE INDEX solicited_emails_account ON solicited_emails (account_id, sent_at) WHERE account_id IS NOT NULL;
    CREATE INDEX solicited_emails_by_time ON solicited_emails (sent_at);

    ALTER TABLE api_keys ADD COLUMN created_by uuid;
    COMMENT ON COLUMN api_keys.created_by IS 'The user who made it, who may belong to the agency; null: not known';
    UPDATE api_keys SET created_by = (
      SELECT (audit_log.actor->>'userId')::uuid FROM audit_log
      WHERE audit_log.tenant_id = api_keys.tenant_id AND audit_log.operation = 'apiKeys.create'
        AND audit_log.target->>'id' = api_keys.id::text AND audit_log.actor->>'type' = 'user'
      LIMIT 1);
    CREATE INDEX api_keys_created_by ON api_keys (created_by) WHERE created_by IS NOT NULL;

    ALTER TABLE external_identities ADD COLUMN told_role text;
    COMMENT ON COLUMN external_identities.told_role IS 'What the partner said last that the person is, in our words; null: not known';
    ALTER TABLE refresh_tokens ADD COLUMN session_ends_at timestamptz;
    COMMENT ON COLUMN refresh_tokens.session_ends_at IS 'When the session is over however often it is renewed; null: it goes on';

    CREATE TABLE spent_sso_payloads (
      salt_hash bytea PRIMARY KEY,
      first_used_at timestamptz NOT NULL
    );
    COMMENT ON TABLE spent_sso_payloads IS 'What signed somebody in, so that a copy of it does not much later';
  `.execute(db);
}
