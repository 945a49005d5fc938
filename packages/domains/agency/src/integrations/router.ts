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
        description:
          'Integrations the agency has connected and can assign to sub-accounts, newest first. Secrets are never returned.',
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
        summary: 'List integrations assigned to this sub-account',
        description:
          'Integrations the agency has assigned to this sub-account. Agencies name the sub-account in `X-Sub-Account-Id`.',
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
        summary: 'List integrations assigned to this sub-account (legacy path)',
        description: 'The same as `/agency/my-integrations`, for backward compatibility.',
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
          'Assigns the agency’s integrations to a sub-account, in addition to those it already has. With a Twilio account, ' +
          'the sub-account can import numbers that no other account uses. Sub-accounts without a Twilio account call and ' +
          'text through the agency’s most recently connected one and can’t see its numbers. A sub-account can have only one ' +
          'GoHighLevel integration. Integrations are assigned independently: `errors` says why one failed.',
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
        summary: 'Unassign all integrations from a sub-account',
        description: 'Unassigns all integrations. They stay connected to the agency.',
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
        summary: 'Unassign an integration from a sub-account',
        description: 'Unassigns an integration. It stays connected to the agency. Returns 404 if it isn’t assigned.',
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
