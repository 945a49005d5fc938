import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

const database = await useDatabase();

const SECRET = 'a secret is shown before anybody knows whose it is';
const NO_TENANT = 'of the installation, and of no tenant';

/**
 * Unique keys that hold across tenants, and why: each is a question to all tenants, and stands in the way of keeping them
 * on several servers (docs/scaling.md).
 */
const KEYS_ACROSS_TENANTS: Record<string, string> = {
  api_keys_key_hash_key: SECRET,
  call_monitors_token_hash_key: SECRET,
  call_sessions_stream_token_hash_key: SECRET,
  custom_domains_verified: 'a domain belongs to one agency',
  email_change_tokens_token_hash_key: SECRET,
  email_verification_tokens_token_hash_key: SECRET,
  gateways_pkey: NO_TENANT,
  invites_token_hash_key: SECRET,
  login_attempts_pkey: NO_TENANT,
  onboarding_progress_id_key: 'an id that is shown outside is of one row',
  password_reset_tokens_token_hash_key: SECRET,
  phone_numbers_phone_number_key: 'a call comes in to a number and to nothing else',
  rate_limit_buckets_pkey: NO_TENANT,
  rate_limit_windows_pkey: NO_TENANT,
  refresh_tokens_token_hash_key: SECRET,
  solicited_emails_pkey: NO_TENANT,
  spent_sso_payloads_pkey: NO_TENANT,
  tenants_pkey: 'its id is what other tables call tenant_id',
  tenants_slug_key: 'a slug is of one account',
  users_email: 'who logs in says an address and no account',
  users_id: 'a person is looked up by id where nothing says of which account they are',
};

/** Foreign keys without the `tenant_id` of their row, and why: they point to what is another tenant's. */
const REFERENCES_ACROSS_TENANTS: Record<string, string> = {
  notification_readers_reader_id_fkey: 'people of an agency read what its sub-accounts are told',
  phone_numbers_sub_account_id_fkey: 'an agency’s number is given to a sub-account',
  phone_numbers_user_tenant_id_agent_id_fkey: 'the agent is that of whoever uses the number',
  sub_account_integrations_agency_id_integration_id_fkey: 'the connected account is the agency’s',
  tenants_parent_tenant_id_fkey: 'a sub-account has an agency',
};

test('keys without tenant_id are those that have a reason', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE indisunique AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'kysely_%'
      AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey) AND attname = 'tenant_id')
    ORDER BY 1
  `.execute(database.system);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(KEYS_ACROSS_TENANTS).toSorted());
});

test('foreign keys without tenant_id are those that have a reason', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT conname AS name FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey) AND attname = 'tenant_id')
    ORDER BY 1
  `.execute(database.system);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(REFERENCES_ACROSS_TENANTS).toSorted());
});
