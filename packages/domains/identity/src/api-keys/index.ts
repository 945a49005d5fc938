export { API_KEY_PREFIX, findUsableApiKey, hashApiKey, looksLikeApiKey, type UsableApiKey } from './api-key.ts';
export { createApiKey } from './create-api-key.ts';
export { deleteApiKey } from './delete-api-key.ts';
export { listApiKeys } from './list-api-keys.ts';
export { requirePerson } from './require-person.ts';
export { revokeKeysOf } from './revoke-keys-of.ts';
export { revokeApiKey } from './revoke-api-key.ts';
