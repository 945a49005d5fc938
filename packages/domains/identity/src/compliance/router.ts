import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { acceptOutboundTerms } from './accept-outbound-terms.ts';
import { getOutboundCompliance } from './get-outbound-compliance.ts';
import { AcceptOutboundTermsRequest, OutboundComplianceStatus } from './schemas.ts';

const tag = 'Compliance';
const forAgencies = 'Agencies name the sub-account in `X-Sub-Account-Id`.';

const accepted: OutboundComplianceStatus = {
  outbound_enabled: true,
  terms_version: '1.0',
  accepted_at: '2026-11-22T14:00:00.000Z',
  accepted_by: 'dana@brightsmile.example',
};

export const complianceRouter = router({
  outbound: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/compliance/outbound',
        tag,
        summary: 'Get outbound compliance',
        description: `Whether the terms for outbound calls and texts have been accepted, by whom, and when. ${forAgencies}`,
        example: { response: accepted },
      }),
    )
    .output(OutboundComplianceStatus)
    .query(({ ctx }) => getOutboundCompliance(ctx.tenantContext)),
  acceptOutbound: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/compliance/outbound/accept',
        bodyRequired: true,
        tag,
        summary: 'Accept the outbound terms',
        description: `Accepts the terms for outbound calls and texts, and records the user, time, IP address, and version. Owners and admins only, signed in as users: API keys cannot accept terms. ${forAgencies}`,
        example: { request: { terms_version: '1.0' }, response: accepted },
        peopleOnly: true,
      }),
    )
    .input(AcceptOutboundTermsRequest)
    .output(OutboundComplianceStatus)
    .mutation(({ ctx, input }) =>
      acceptOutboundTerms(ctx.tenantContext, input, {
        ip: ctx.request.ip,
        userAgent: ctx.request.header('user-agent'),
      }),
    ),
});
