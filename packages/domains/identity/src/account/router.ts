import { ownerProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { getDeletionRequest } from './get-deletion-request.ts';
import { requestDeletion } from './request-deletion.ts';
import { DeletionRequest, DeletionRequestPayload } from './schemas.ts';

const tag = 'Account';

const requestExample: DeletionRequest = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8e01',
  status: 'pending',
  reason: 'We closed the practice.',
  requested_by: 'dana@brightsmile.example',
  requested_at: '2026-11-22T14:00:00.000Z',
  due_at: '2026-12-22T14:00:00.000Z',
  completed_at: null,
};

export const accountRouter = router({
  getDeletionRequest: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/account/delete-request',
        tag,
        summary: 'Get the deletion request',
        description: 'The most recent request to delete this account, or null if there is none.',
        example: { response: requestExample },
      }),
    )
    .output(DeletionRequest.nullable())
    .query(({ ctx }) => getDeletionRequest(ctx.tenantContext)),
  requestDeletion: ownerProcedure
    .meta(
      op({
        method: 'POST',
        path: '/account/delete-request',
        bodyRequired: true,
        whenInactive: 'own',
        tag,
        summary: 'Request account deletion',
        description:
          'Requests the deletion of the account and all its data (GDPR, CCPA), which happens within one month. The owner and the operators are notified by email. While a request is pending, further requests return the pending one. Owners only. Not available to sub-accounts: their agency deletes them.',
        example: { request: { reason: requestExample.reason }, response: requestExample },
      }),
    )
    .input(DeletionRequestPayload)
    .output(DeletionRequest)
    .mutation(({ ctx, input }) => requestDeletion(ctx.tenantContext, input)),
});
