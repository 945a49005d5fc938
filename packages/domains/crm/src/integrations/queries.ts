import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import type { Db, DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';

const COLUMNS = [
  'tenant_id',
  'id',
  'account_id',
  'account_name',
  'sealed_credentials',
  'metadata',
  'is_active',
  'broken_since',
] as const;

export type IntegrationRow = Pick<Selectable<DB['integrations']>, (typeof COLUMNS)[number]>;

/**
 * Why a tenant may use an integration: it is its own, its agency has assigned it, or its agency has it and the tenant has
 * none else. What is shared carries calls and texts; it shows nothing of the account that it belongs to.
 */
export type Connection = 'own' | 'assigned' | 'shared';
export type UsableIntegration = IntegrationRow & { connection: Connection };

/**
 * The active Twilio integrations that a tenant may use: its own before its agency's, of those the assigned ones before
 * the others, the one connected last first.
 */
export function findTwilioIntegrations(
  system: Pick<SystemContext, 'database'>,
  tenantId: string,
): Promise<UsableIntegration[]> {
  const isAssigned = sql<boolean>`EXISTS (
    SELECT FROM sub_account_integrations AS assigned
    WHERE assigned.integration_id = integrations.id AND assigned.tenant_id = ${tenantId}
  )`;
  return allTenants(system)
    .selectFrom('integrations')
    .select([
      ...COLUMNS,
      sql<Connection>`CASE WHEN tenant_id = ${tenantId} THEN 'own' WHEN ${isAssigned} THEN 'assigned' ELSE 'shared' END`.as(
        'connection',
      ),
    ])
    .where('provider', '=', 'twilio')
    .where('is_active', '=', true)
    .where((eb) =>
      eb.or([
        eb('tenant_id', '=', tenantId),
        eb('tenant_id', '=', eb.selectFrom('tenants').select('parent_tenant_id').where('id', '=', tenantId)),
      ]),
    )
    .orderBy(sql`tenant_id = ${tenantId}`, 'desc')
    .orderBy(isAssigned, 'desc')
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export interface NewTwilioIntegration {
  tenantId: string;
  id: string;
  accountSid: string;
  accountName: string;
  sealedCredentials: string;
  metadata: Record<string, unknown>;
  now: Date;
}

/** Stores an account's credentials; for an account that is connected already, in the place of the old ones. */
export function upsertTwilioIntegration(db: Db, integration: NewTwilioIntegration): Promise<IntegrationRow> {
  const changing = {
    account_name: integration.accountName,
    sealed_credentials: integration.sealedCredentials,
    metadata: JSON.stringify(integration.metadata),
    is_active: true,
    broken_since: null,
    updated_at: integration.now,
  };
  return db
    .insertInto('integrations')
    .values({
      tenant_id: integration.tenantId,
      id: integration.id,
      provider: 'twilio',
      account_id: integration.accountSid,
      ...changing,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'provider', 'account_id']).doUpdateSet(changing))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/** @returns how many there were */
export async function deleteTwilioIntegrations(db: Db, tenantId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('integrations')
    .where('tenant_id', '=', tenantId)
    .where('provider', '=', 'twilio')
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** All active Twilio integrations; those of one account when it is named. */
export function findActiveTwilioIntegrations(
  system: Pick<SystemContext, 'database'>,
  accountSid?: string,
): Promise<IntegrationRow[]> {
  return allTenants(system)
    .selectFrom('integrations')
    .select(COLUMNS)
    .where('provider', '=', 'twilio')
    .where('is_active', '=', true)
    .$if(accountSid !== undefined, (query) => query.where('account_id', '=', accountSid ?? ''))
    .orderBy('id')
    .execute();
}

/** Notes that the account does not work, unless that is known or it was connected anew since `row` was read. */
export async function markBroken(trx: Db, row: IntegrationRow, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('integrations')
    .set({ broken_since: now })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .where('sealed_credentials', '=', row.sealed_credentials)
    .where('broken_since', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes that the account works. */
export async function markSound(db: Db, row: IntegrationRow): Promise<void> {
  await db
    .updateTable('integrations')
    .set({ broken_since: null })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .where('broken_since', 'is not', null)
    .execute();
}
