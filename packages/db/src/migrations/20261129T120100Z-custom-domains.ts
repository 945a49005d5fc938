import { sql, type Kysely } from 'kysely';

/**
 * Custom domains with the proof that they are their agency's. An agency that had one keeps it as a claim, which is served
 * once it is proved: until now nobody had to.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE custom_domains (
      tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
      domain text NOT NULL,
      token text NOT NULL,
      claimed_at timestamptz NOT NULL DEFAULT now(),
      verified_at timestamptz,
      verified_by text CHECK (verified_by IN ('dns', 'http')),
      checked_at timestamptz,
      failing_since timestamptz,
      problem text,
      CHECK ((verified_at IS NULL) = (verified_by IS NULL))
    );
    COMMENT ON COLUMN custom_domains.token IS 'What stands in the DNS or on the web server of the domain, to prove it';
    COMMENT ON COLUMN custom_domains.failing_since IS 'Since when the proof of a verified domain is missing';
    COMMENT ON COLUMN custom_domains.problem IS 'Why the last check found no proof; null when it found one';
    CREATE UNIQUE INDEX custom_domains_verified ON custom_domains (domain) WHERE verified_at IS NOT NULL;

    INSERT INTO custom_domains (tenant_id, domain, token, claimed_at)
      SELECT tenant_id, custom_domain, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), updated_at
      FROM branding WHERE custom_domain IS NOT NULL;
    ALTER TABLE branding DROP COLUMN custom_domain;
  `.execute(db);
}
