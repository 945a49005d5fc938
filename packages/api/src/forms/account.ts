export { MeUpdate } from '@leadlock/identity/me/schemas';
