export { DeletionRequestPayload } from '@leadlock/identity/account/schemas';
