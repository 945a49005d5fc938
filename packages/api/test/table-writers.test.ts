import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { sql } from 'kysely';
import { expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../..');

/** The one domain that writes a table; `database`: triggers and functions of the database, which no domain may write for. */
const WRITER: Record<string, string> = {
  account_deletion_requests: 'identity',
  agency_usage_by_day: 'database',
  agency_usage_by_hour: 'database',
  agency_usage_by_quarter_hour: 'database',
  agents: 'agents',
  api_keys: 'identity',
  audit_log: 'identity',
  branding: 'agency',
  call_figure_changes: 'database',
  call_figures: 'database',
  call_figures_progress: 'database',
  call_logs: 'telephony',
  call_monitors: 'telephony',
  call_sessions: 'telephony',
  call_sids: 'telephony',
  call_transfers: 'telephony',
  call_trend: 'database',
  call_trend_by_hour: 'database',
  custom_domains: 'agency',
  custom_functions: 'nobody',
  elevenlabs_agents: 'agents',
  email_change_tokens: 'identity',
  email_verification_tokens: 'identity',
  events: 'platform',
  external_identities: 'identity',
  gateways: 'telephony',
  idempotency_keys: 'platform',
  integrations: 'crm',
  invites: 'identity',
  issue_reports: 'platform',
  login_attempts: 'identity',
  messages: 'telephony',
  notification_readers: 'platform',
  notification_reads: 'platform',
  notification_settings: 'platform',
  notifications: 'platform',
  onboarding_progress: 'identity',
  outbound_terms_acceptances: 'identity',
  password_reset_tokens: 'identity',
  phone_numbers: 'telephony',
  rate_limit_buckets: 'platform',
  rate_limit_windows: 'platform',
  refresh_tokens: 'identity',
  solicited_emails: 'identity',
  spent_sso_payloads: 'identity',
  sub_account_integrations: 'agency',
  tenants: 'identity',
  tool_executions: 'agents',
  usage_by_day: 'database',
  usage_by_quarter_hour: 'database',
  usage_records: 'telephony',
  usage_totals: 'database',
  users: 'identity',
  webhook_attempts: 'platform',
  webhook_deliveries: 'platform',
  webhook_endpoints: 'platform',
};

/** Other domains that write a table, and what for. */
const GUESTS: Record<string, string> = {
  'agency writes tenants': 'it makes sub-accounts, and sets their prices and whether they are suspended',
  'identity writes webhook_endpoints': 'who has taken an account over has their webhook disabled with it',
  'platform writes audit_log': 'its entries are begun and ended at the door, which is above identity',
  'platform writes tenants':
    'it sets what an account chooses itself: name, time zone, whether conversations go to GoHighLevel',
  'telephony writes tenants': 'it notes that a trial is used up, once, in the transaction that finds it so',
};

const WRITES = [
  /(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"](\w+)/g,
  /deleteInBatches\(\s*[\w.]+,\s*'(\w+)'/g,
  /\b(?:INSERT INTO|DELETE FROM|UPDATE) (\w+)\b/g,
];

/** What the sources of a domain write, as `domain writes table`. */
function writesOf(file: string, tables: ReadonlySet<string>): string[] {
  const [, domain = ''] = file.split(sep);
  const text = readFileSync(join(PACKAGES, file), 'utf8');
  const found = WRITES.flatMap((pattern) => [...text.matchAll(pattern)].map(([, table = '']) => table));
  return found.filter((table) => tables.has(table)).map((table) => `${domain} writes ${table}`);
}

it('each table is written by one domain, and by others only for a reason', async () => {
  const database = await createTestDatabase();
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
      AND relname NOT LIKE 'kysely_%' ORDER BY 1`.execute(database.system);
  await database.close();
  expect(Object.keys(WRITER)).toEqual(rows.map(({ name }) => name));
  const sources = globSync('domains/*/src/**/*.ts', { cwd: PACKAGES }).filter(
    (file) => !/\.test\.ts$|access-rows\.ts$/.test(file),
  );
  const written = new Set(sources.flatMap((file) => writesOf(file, new Set(Object.keys(WRITER)))));
  const owners = Object.entries(WRITER)
    .filter(([, domain]) => domain !== 'database' && domain !== 'nobody')
    .map(([table, domain]) => `${domain} writes ${table}`);
  expect([...written].toSorted()).toEqual([...owners, ...Object.keys(GUESTS)].toSorted());
});
