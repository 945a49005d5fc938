export { getDeletionRequest } from './get-deletion-request.ts';
export { requestDeletion } from './request-deletion.ts';
