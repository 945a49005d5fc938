import type { PhoneNumberRow } from './queries.ts';
import type { PhoneNumberResponse } from './schemas.ts';

export function toPhoneNumberResponse({ user_tenant_id: _userTenantId, ...row }: PhoneNumberRow): PhoneNumberResponse {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    a2p_verified_at: row.a2p_verified_at?.toISOString() ?? null,
    a2p_last_checked: row.a2p_last_checked?.toISOString() ?? null,
    a2p_metadata: row.a2p_metadata as PhoneNumberResponse['a2p_metadata'],
  };
}
