import { sql, type Kysely } from 'kysely';

/** The user name and password of a webhook's address, which are kept apart from it and sealed. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE webhook_endpoints ADD COLUMN sealed_credentials text;
    COMMENT ON COLUMN webhook_endpoints.sealed_credentials IS 'user:password for HTTP Basic authentication, sealed';
  `.execute(db);
}
