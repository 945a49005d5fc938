export { API_KEY_PREFIX, findUsableApiKey, hashApiKey } from './api-key.ts';
