import type { ApiClient, Outputs } from '../../api/trpc-client.ts';
import { findOne } from '../../program/find-one.ts';
import { dollars, localTime } from '../../program/formats.ts';
import { writeJson, writeLine } from '../../program/output.ts';
import { formatFields, type Column } from '../../program/table.ts';

export type SubAccount = Outputs['agency']['subAccounts']['get'];

function stateOf({ is_active, is_suspended }: SubAccount): string {
  if (!is_active) return 'deleted';
  return is_suspended ? 'suspended' : 'active';
}

export const COLUMNS: Column<SubAccount>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'SLUG', value: ({ slug }) => slug },
  { title: 'NAME', value: ({ name }) => name, shrinks: true },
  { title: 'STATE', value: stateOf },
  { title: 'AGENTS', value: ({ agents_count }) => agents_count, align: 'right', optional: 1 },
  { title: 'CALLS', value: ({ total_calls }) => total_calls, align: 'right', optional: 1 },
  { title: 'MINUTES', value: ({ total_minutes }) => total_minutes, align: 'right', optional: 1 },
  { title: 'PER MINUTE', value: ({ per_minute_rate_cents }) => dollars(per_minute_rate_cents), align: 'right' },
];

export async function findSubAccount(
  api: ApiClient,
  named: string,
  { isExact }: { isExact?: boolean } = {},
): Promise<SubAccount> {
  const { sub_accounts } = await api.agency.subAccounts.list.query();
  return findOne(sub_accounts, named, { what: 'sub-account', names: ({ slug }) => [slug], isExact });
}

export async function printSubAccount({ json }: { json?: boolean }, account: SubAccount): Promise<void> {
  if (json) return writeJson(account);
  await writeLine(
    formatFields([
      ['id', account.id],
      ['name', account.name],
      ['slug', account.slug],
      ['state', stateOf(account)],
      ['suspension reason', account.suspended_reason],
      ['administrator', [account.admin_name, account.admin_email].filter(Boolean).join(', ')],
      ['per minute', dollars(account.per_minute_rate_cents)],
      ['per month', dollars(account.monthly_platform_fee_cents)],
      ['billing day', account.billing_start_day],
      ['agents', account.agents_count],
      ['calls', account.total_calls],
      ['minutes', account.total_minutes],
      ['created', localTime(account.created_at)],
    ]),
  );
}
