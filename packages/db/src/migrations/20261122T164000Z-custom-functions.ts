import { sql, type Kysely } from 'kysely';

/** HTTP calls of a tenant's own that its agents can make: the tenant's library, from which agents get theirs attached. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE custom_functions (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      name text NOT NULL,
      description text NOT NULL,
      parameters jsonb NOT NULL DEFAULT '{}',
      webhook_url text NOT NULL,
      webhook_method text NOT NULL DEFAULT 'POST',
      webhook_timeout_ms integer NOT NULL DEFAULT 5000,
      is_enabled boolean NOT NULL DEFAULT true,
      speak_during_execution boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id),
      UNIQUE (tenant_id, name)
    );
  `.execute(db);
}
