import { agencyAdminProcedure, agencyProcedure, router, subAccountProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { SubAccountPath } from '../sub-accounts/schemas.ts';
import { assignIntegrations } from './assign-integrations.ts';
import { listAgencyIntegrations } from './list-agency-integrations.ts';
import { listMyIntegrations } from './list-my-integrations.ts';
import { removeAllIntegrations, removeIntegration } from './remove-integrations.ts';
import {
  AgencyIntegrationsResponse,
  AssignIntegrationsRequest,
  AssignIntegrationsResponse,
  AssignmentPath,
  RemoveIntegrationResponse,
  SubAccountIntegrationsResponse,
  type IntegrationInfo,
} from './schemas.ts';

const tag = 'Agency';
const subAccountId = '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f';
const example: IntegrationInfo = {
  id: '019ac2f4-44dd-7a6f-b172-8d9e0f1a2b3c',
  provider: 'ghl',
  provider_account_id: 've9EPM428h8vShlRW1KT',
  account_name: 'Bright Smile',
  location_name: 'Bright Smile Dental',
  is_active: true,
  created_at: '2026-11-24T15:00:00.000Z',
};
const mine: SubAccountIntegrationsResponse = {
  has_integrations: true,
  integrations: [example],
  ghl_count: 1,
  twilio_count: 0,
};

export const integrationsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/integrations',
        tag,
        summary: 'List the agency’s integrations',
        description: 'What the agency has connected and can assign to sub-accounts, the newest first. No secrets.',
        example: { response: { integrations: [example], total_count: 1 } },
      }),
    )
    .output(AgencyIntegrationsResponse)
    .query(async ({ ctx }) => {
      const integrations = await listAgencyIntegrations(ctx.tenantContext);
      return { integrations, total_count: integrations.length };
    }),

  mine: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/my-integrations',
        tag,
        summary: 'List the integrations assigned to this sub-account',
        description: 'What the agency lets the sub-account use. An agency names the sub-account in `X-Sub-Account-Id`.',
        example: { response: mine },
      }),
    )
    .output(SubAccountIntegrationsResponse)
    .query(({ ctx }) => listMyIntegrations(ctx.tenantContext)),

  mineLegacy: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/my-integration',
        tag,
        summary: 'List the integrations assigned to this sub-account (older address)',
        description: 'The same answer as `/agency/my-integrations`, for older clients.',
        example: { response: mine },
        deprecated: true,
      }),
    )
    .output(SubAccountIntegrationsResponse)
    .query(({ ctx }) => listMyIntegrations(ctx.tenantContext)),

  assign: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/sub-accounts/{sub_account_id}/integrations',
        tag,
        summary: 'Assign integrations to a sub-account',
        description:
          'Lets a sub-account use integrations of the agency, beside those it has; of a Twilio account, it may import ' +
          'the numbers that nobody has yet. A sub-account without any Twilio account calls and texts through the agency’s ' +
          'last connected one and does not see its numbers. A sub-account has one GoHighLevel ' +
          'integration at most. Each integration stands alone: `errors` says why one could not be assigned.',
        example: {
          request: { sub_account_id: subAccountId, integration_ids: [example.id] },
          response: {
            success: true,
            sub_account_id: subAccountId,
            assigned: [
              {
                success: true,
                sub_account_id: subAccountId,
                integration_id: example.id,
                provider: 'ghl',
                account_name: 'Bright Smile',
              },
            ],
            errors: [],
          },
        },
      }),
    )
    .input(SubAccountPath)
    .input(AssignIntegrationsRequest)
    .output(AssignIntegrationsResponse)
    .mutation(({ ctx, input }) => assignIntegrations(ctx.tenantContext, input.sub_account_id, input.integration_ids)),

  removeAll: agencyAdminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agency/sub-accounts/{sub_account_id}/integrations',
        tag,
        status: 204,
        summary: 'Take all integrations from a sub-account',
        description: 'Ends every assignment. The integrations stay with the agency.',
        example: { request: { sub_account_id: subAccountId } },
      }),
    )
    .input(SubAccountPath)
    .output(z.void())
    .mutation(({ ctx, input }) => removeAllIntegrations(ctx.tenantContext, input.sub_account_id)),

  remove: agencyAdminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agency/sub-accounts/{sub_account_id}/integrations/{integration_id}',
        tag,
        summary: 'Take an integration from a sub-account',
        description: 'Ends one assignment; 404 when there is none. The integration stays with the agency.',
        example: {
          request: { sub_account_id: subAccountId, integration_id: example.id },
          response: { success: true, sub_account_id: subAccountId, integration_id: example.id },
        },
      }),
    )
    .input(AssignmentPath)
    .output(RemoveIntegrationResponse)
    .mutation(({ ctx, input }) => removeIntegration(ctx.tenantContext, input.sub_account_id, input.integration_id)),
});
