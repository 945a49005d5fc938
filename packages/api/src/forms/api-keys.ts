export { APIKeyCreate } from '@leadlock/identity/api-keys/schemas';
