/**
 * Operations without a credential that answer although the path names somebody's row, with the reason. Every other
 * public operation must refuse the id of a row alone: a signature, a token or a code has to come with it.
 */
export const OPEN_BY_ID: Readonly<Record<string, string>> = {};

/** Operations for owners and admins that refuse API keys, which count as admins elsewhere; with the reason. */
export const CLOSED_TO_API_KEYS: Readonly<Record<string, string>> = {
  'POST /auth/api-keys': 'a stolen key must not make itself another',
  'POST /auth/api-keys/{key_id}/revoke': 'a stolen key must not lock its owner’s others out',
  'DELETE /auth/api-keys/{key_id}': 'a stolen key must not lock its owner’s others out',
  'POST /agency/sub-accounts/{sub_account_id}/invite': 'a stolen key must not let its thief into a sub-account',
  'POST /compliance/outbound/accept': 'a key cannot consent',
};
