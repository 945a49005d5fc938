/**
 * Two roles run the product's queries, neither of which owns a table or may bypass its policies:
 * `leadlock_tenant` sees the rows of the one tenant that its connection is set to, `leadlock_system` those of all
 * (log-in, webhooks, sweeps). A tenant query that forgets its `where` therefore still leaks nothing. A third one,
 * `leadlock_jobs`, takes jobs out of their queue, which neither of the two can read.
 */
export const TENANT_ROLE = 'leadlock_tenant';
export const SYSTEM_ROLE = 'leadlock_system';
export const JOBS_ROLE = 'leadlock_jobs';
/** All that the product's login may act as; by itself it may do nothing. */
export const PRODUCT_ROLES = [TENANT_ROLE, SYSTEM_ROLE, JOBS_ROLE] as const;
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
  usage_by_day: SEEN_BY_AGENCY,
};

/** Tables that hold no tenant's data. Tenant connections may not read them at all. */
const SYSTEM_TABLES = new Set([
  'call_figures_progress',
  'gateways',
  'login_attempts',
  'rate_limit_buckets',
  'rate_limit_windows',
  'solicited_emails',
  'spent_sso_payloads',
]);

/** Proof of what people agreed to: nobody who acts for the product changes or deletes it. */
const APPEND_ONLY_TABLES = new Set(['outbound_terms_acceptances']);

/**
 * Columns that decide what an account is allowed to do, and who belongs to it. A tenant's connection reads them and never
 * writes them, whatever a verb forgets: they are the platform's.
 */
const WITHHELD_FROM_TENANTS: Record<string, Withheld> = {
  tenants: {
    DELETE: 'all',
    UPDATE: [
      'id',
      'slug',
      'tenant_type',
      'plan',
      'parent_tenant_id',
      'agent_limit',
      'sub_account_limit',
      'subscription_status',
      'stripe_subscription_id',
      'trial_ends_at',
      'created_at',
    ],
  },
  users: {
    INSERT: ['is_super_admin'],
    UPDATE: ['tenant_id', 'id', 'email', 'is_super_admin', 'email_verified_at', 'tos_accepted_at', 'created_at'],
  },
};

/** Columns that a privilege does not extend to, or that it is not given at all. */
export type Withheld = Partial<Record<string, readonly string[] | 'all'>>;

/** What one role may do with a table, and with which of its rows. */
export interface Access {
  role: string;
  privileges: readonly string[];
  withheld: Withheld;
  /** The policy that chooses the rows; null for a table that the role does not see at all. */
  policy: { name: string; rows: string } | null;
}

/** Who may do what with a table: the whole of it, for whatever is not said here is taken away. */
export function accessTo(table: string): Access[] {
  const privileges = APPEND_ONLY_TABLES.has(table) ? ['INSERT', 'SELECT'] : ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];
  const rows = SPECIAL_POLICIES[table] ?? 'tenant_id = app_tenant_id()';
  const withheld = WITHHELD_FROM_TENANTS[table] ?? {};
  const ofTenants = privileges.filter((privilege) => withheld[privilege] !== 'all');
  return [
    SYSTEM_TABLES.has(table)
      ? { role: TENANT_ROLE, privileges: [], withheld, policy: null }
      : { role: TENANT_ROLE, privileges: ofTenants, withheld, policy: { name: 'tenant_rows', rows } },
    { role: SYSTEM_ROLE, privileges, withheld: {}, policy: { name: 'all_rows', rows: 'true' } },
  ];
}
