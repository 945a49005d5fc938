import { sql, type Kysely } from 'kysely';

/** Whoever signs in with another address from now on has shown before that its mail reaches them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE email_change_tokens (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      user_id uuid NOT NULL,
      email text NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON COLUMN email_change_tokens.email IS 'The new address, to which the link was sent';
    CREATE INDEX email_change_tokens_user ON email_change_tokens (tenant_id, user_id);
  `.execute(db);
}
