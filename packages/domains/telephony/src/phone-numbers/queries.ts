import type { TenantContext } from '@leadlock/context/context';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';

const COLUMNS = [
  'phone_numbers.id',
  'phone_numbers.tenant_id',
  'phone_numbers.twilio_sid',
  'phone_numbers.phone_number',
  'phone_numbers.friendly_name',
  'phone_numbers.agent_id',
  'phone_numbers.is_active',
  'phone_numbers.monthly_cost_cents',
  'phone_numbers.created_at',
  'phone_numbers.sub_account_id',
  'phone_numbers.user_tenant_id',
  'phone_numbers.voice_capable',
  'phone_numbers.sms_capable',
  'phone_numbers.mms_capable',
  'phone_numbers.source',
  'phone_numbers.a2p_campaign_id',
  'phone_numbers.a2p_status',
  'phone_numbers.a2p_verified_at',
  'phone_numbers.a2p_last_checked',
  'phone_numbers.messaging_enabled',
  'phone_numbers.a2p_metadata',
] as const;

type NumberColumn = (typeof COLUMNS)[number] extends `phone_numbers.${infer Name}` ? Name : never;
export type PhoneNumberRow = Pick<
  Selectable<DB['phone_numbers']>,
  NumberColumn & keyof Selectable<DB['phone_numbers']>
> & {
  sub_account_name: string | null;
};

/** Numbers that the tenant owns or uses. */
const selectNumbers = (db: Db, tenantId: string) =>
  db
    .selectFrom('phone_numbers')
    .leftJoin('tenants as sub_account', 'sub_account.id', 'phone_numbers.sub_account_id')
    .select([...COLUMNS, 'sub_account.name as sub_account_name'])
    .where((eb) =>
      eb.or([eb('phone_numbers.tenant_id', '=', tenantId), eb('phone_numbers.sub_account_id', '=', tenantId)]),
    );

/** An agency sees the numbers it owns, a sub-account those it uses. */
export const visibleNumbers = ({ db, tenant: { id, type } }: TenantContext) =>
  selectNumbers(db, id).where(
    type === 'sub_account' ? 'phone_numbers.user_tenant_id' : 'phone_numbers.tenant_id',
    '=',
    id,
  );

export function findNumbers(ctx: TenantContext, subAccountId?: string): Promise<PhoneNumberRow[]> {
  const visible = visibleNumbers(ctx);
  const query = subAccountId === undefined ? visible : visible.where('phone_numbers.sub_account_id', '=', subAccountId);
  return query.orderBy('phone_numbers.created_at', 'desc').orderBy('phone_numbers.id', 'desc').execute();
}

export async function findNumber(ctx: TenantContext, numberId: string): Promise<PhoneNumberRow | undefined> {
  return selectNumbers(ctx.db, ctx.tenant.id).where('phone_numbers.id', '=', numberId).executeTakeFirst();
}
