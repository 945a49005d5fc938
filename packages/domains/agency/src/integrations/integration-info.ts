import type { DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import type { IntegrationInfo } from './schemas.ts';

/** Never the sealed credentials. */
export const INTEGRATION_COLUMNS = [
  'integrations.id',
  'integrations.provider',
  'integrations.account_id',
  'integrations.account_name',
  'integrations.metadata',
  'integrations.is_active',
  'integrations.created_at',
] as const;

export type IntegrationRow = Pick<
  Selectable<DB['integrations']>,
  'id' | 'provider' | 'account_id' | 'account_name' | 'metadata' | 'is_active' | 'created_at'
>;

export function toIntegrationInfo(row: IntegrationRow): IntegrationInfo {
  const { location_name: locationName } = row.metadata as { location_name?: unknown };
  return {
    id: row.id,
    provider: row.provider,
    provider_account_id: row.account_id,
    account_name: row.account_name,
    location_name: typeof locationName === 'string' ? locationName : null,
    is_active: row.is_active,
    created_at: row.created_at.toISOString(),
  };
}
