import { sql, type Kysely } from 'kysely';

/**
 * Who was removed stays known to the partner that signs them in, so that its next sign-in does not bring them back; and
 * indexes for the nightly clean-up of expired tokens.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE external_identities
      ALTER COLUMN user_id DROP NOT NULL,
      DROP CONSTRAINT external_identities_tenant_id_user_id_fkey,
      ADD FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (user_id);
    COMMENT ON COLUMN external_identities.user_id IS 'Null once the user was removed';

    CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);
    CREATE INDEX password_reset_tokens_expiry ON password_reset_tokens (expires_at);
    CREATE INDEX invites_expiry ON invites (expires_at);
  `.execute(db);
}
