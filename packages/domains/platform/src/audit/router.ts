import { adminProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { describeAuditLog } from './describe-audit-log.ts';
import { listAuditLog } from './list-audit-log.ts';
import { AuditLogInWords, AuditLogResponse, DescribeAuditLogInput, ListAuditLogInput } from './schemas.ts';

export const auditRouter = router({
  list: adminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/audit-log',
        tag: 'Tenants',
        summary: 'List audit log entries',
        description:
          'Changes that owners, admins, and API keys have made or started, newest first: the action and the affected ' +
          'object, without values. Rejected requests, which change nothing, are not included. The log also records everyone ' +
          'who joined through an invitation, reset a password, or signed in through GHL for the first time. What an agency ' +
          'does for the sub-account it names in `X-Sub-Account-Id` appears in the sub-account’s log. What it does to a ' +
          'sub-account named in an operation’s path appears in both logs.',
        example: {
          request: { operation: 'phoneNumbers.update' },
          response: {
            entries: [
              {
                id: '019ac2f7-77aa-7c3d-8e4f-5a6b7c8d9e0f',
                actor: {
                  type: 'user',
                  userId: '019ac2f0-22bb-7d3c-8e4f-5a6b7c8d9e0f',
                  role: 'owner',
                  isSuperAdmin: false,
                },
                operation: 'phoneNumbers.update',
                target: { phone_number_id: '019ac2f2-33cc-7f5e-a061-7c8d9e0f1a2b' },
                outcome: 'succeeded',
                request_id: '4e5f0f0c-6a5b-4a3e-9a38-0d3c54e9a1b2',
                ip: '203.0.113.7',
                occurred_at: '2026-11-24T15:04:11.000Z',
              },
            ],
            total: 1,
          },
        },
      }),
    )
    .input(ListAuditLogInput)
    .output(AuditLogResponse)
    .query(({ ctx, input }) => listAuditLog(ctx.tenantContext, input)),

  /** For the dashboard only: REST has the IDs. */
  describe: adminProcedure
    .input(DescribeAuditLogInput)
    .output(AuditLogInWords)
    .query(({ ctx, input }) => describeAuditLog(ctx.tenantContext, input)),
});
