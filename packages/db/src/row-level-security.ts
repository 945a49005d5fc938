import { sql, type Kysely } from 'kysely';

/**
 * Two roles run the product's queries, neither of which owns a table or may bypass its policies:
 * `leadlock_tenant` sees the rows of the one tenant that its connection is set to, `leadlock_system` those of all
 * (log-in, webhooks, sweeps). A tenant query that forgets its `where` therefore still leaks nothing.
 */
export const TENANT_ROLE = 'leadlock_tenant';
export const SYSTEM_ROLE = 'leadlock_system';
export const TENANT_SETTING = 'app.tenant_id';

/**
 * Rows of a sub-account that its agency sees too. An agency reads many at once: the sub-select is evaluated once a query
 * instead of for every row.
 */
const SEEN_BY_AGENCY = 'tenant_id = (SELECT app_tenant_id()) OR agency_id = (SELECT app_tenant_id())';

/** Tables whose rows belong to a tenant through something else than a plain `tenant_id`. */
const SPECIAL_POLICIES: Record<string, string> = {
  tenants: 'id = app_tenant_id() OR parent_tenant_id = app_tenant_id()',
  phone_numbers: 'tenant_id = app_tenant_id() OR sub_account_id = app_tenant_id()',
  sub_account_integrations: SEEN_BY_AGENCY,
  usage_records: SEEN_BY_AGENCY,
  usage_totals: SEEN_BY_AGENCY,
  usage_by_quarter_hour: SEEN_BY_AGENCY,
};

/** Tables that hold no tenant's data. Tenant connections may not read them at all. */
const SYSTEM_TABLES = new Set([
  'gateways',
  'login_attempts',
  'rate_limit_buckets',
  'rate_limit_windows',
  'solicited_emails',
  'spent_sso_payloads',
]);

/** Proof of what people agreed to: nobody who acts for the product changes or deletes it. */
const APPEND_ONLY_TABLES = new Set(['outbound_terms_acceptances']);

/** Brings roles, grants and policies of every table up to date; runs after each migration and is safe to repeat. */
export async function applyRowLevelSecurity(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    DO $$ BEGIN
      -- Two migrations of one cluster may race here: roles belong to the cluster, not to the database.
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${TENANT_ROLE}') THEN
        BEGIN CREATE ROLE ${TENANT_ROLE} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
      END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${SYSTEM_ROLE}') THEN
        BEGIN CREATE ROLE ${SYSTEM_ROLE} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
      END IF;
      IF NOT pg_has_role(current_user, '${TENANT_ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT ${TENANT_ROLE} TO %I', current_user);
      END IF;
      IF NOT pg_has_role(current_user, '${SYSTEM_ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT ${SYSTEM_ROLE} TO %I', current_user);
      END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
    CREATE OR REPLACE FUNCTION app_tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
      AS $$ SELECT nullif(current_setting('${TENANT_SETTING}', true), '')::uuid $$;
  `,
    )
    .execute(db);

  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely_%'
  `.execute(db);
  for (const { name } of tables.rows) {
    const policy = SPECIAL_POLICIES[name] ?? 'tenant_id = app_tenant_id()';
    const appendOnly = APPEND_ONLY_TABLES.has(name)
      ? `REVOKE UPDATE, DELETE ON ${name} FROM ${TENANT_ROLE}, ${SYSTEM_ROLE};`
      : '';
    const tenantAccess = SYSTEM_TABLES.has(name)
      ? `REVOKE ALL ON ${name} FROM ${TENANT_ROLE};`
      : `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${TENANT_ROLE};
         CREATE POLICY tenant_rows ON ${name} TO ${TENANT_ROLE} USING (${policy}) WITH CHECK (${policy});`;
    await sql
      .raw(
        `
      ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
      DROP POLICY IF EXISTS tenant_rows ON ${name};
      DROP POLICY IF EXISTS all_rows ON ${name};
      ${tenantAccess}
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${SYSTEM_ROLE};
      CREATE POLICY all_rows ON ${name} TO ${SYSTEM_ROLE} USING (true) WITH CHECK (true);
      ${appendOnly}
    `,
      )
      .execute(db);
  }
}
