import { Id } from '@leadlock/core/id';
import { z } from 'zod';

export const IntegrationInfo = z
  .object({
    id: z.string(),
    provider: z.string().meta({ description: '`ghl`, `twilio`, …' }),
    provider_account_id: z.string().nullish().meta({ description: 'The account’s name at the provider' }),
    account_name: z.string().nullish(),
    location_name: z.string().nullish().meta({ description: 'For GoHighLevel' }),
    is_active: z.boolean(),
    created_at: z.string(),
  })
  .meta({ id: 'IntegrationInfo' });
export type IntegrationInfo = z.output<typeof IntegrationInfo>;

export const AgencyIntegrationsResponse = z
  .object({ integrations: z.array(IntegrationInfo), total_count: z.int() })
  .meta({ id: 'AgencyIntegrationsResponse' });

export const SubAccountIntegrationsResponse = z
  .object({
    has_integrations: z.boolean(),
    integrations: z.array(IntegrationInfo).default([]),
    ghl_count: z.int().default(0),
    twilio_count: z.int().default(0),
  })
  .meta({ id: 'SubAccountIntegrationsResponse' });
export type SubAccountIntegrationsResponse = z.output<typeof SubAccountIntegrationsResponse>;

export const AssignIntegrationsRequest = z
  .object({
    integration_ids: z
      .array(z.string())
      .min(1)
      .max(50)
      .meta({ description: 'Integrations of the agency; a sub-account can have only one GoHighLevel integration' }),
  })
  .meta({ id: 'AssignIntegrationsRequest' });

export const AssignIntegrationResponse = z
  .object({
    success: z.boolean(),
    sub_account_id: z.string(),
    integration_id: z.string(),
    provider: z.string(),
    account_name: z.string().nullish(),
  })
  .meta({ id: 'AssignIntegrationResponse' });

export const AssignIntegrationsResponse = z
  .object({
    success: z.boolean().meta({ description: 'Whether all of them are now assigned' }),
    sub_account_id: z.string(),
    assigned: z
      .array(AssignIntegrationResponse)
      .meta({ description: 'All that are now assigned, including those assigned before' }),
    errors: z
      .array(z.object({ integration_id: z.string(), detail: z.string() }))
      .default([])
      .meta({ description: 'Why the others could not be assigned' }),
  })
  .meta({ id: 'AssignIntegrationsResponse' });
export type AssignIntegrationsResponse = z.output<typeof AssignIntegrationsResponse>;

export const RemoveIntegrationResponse = z
  .object({ success: z.boolean(), sub_account_id: z.string(), integration_id: z.string() })
  .meta({ id: 'RemoveIntegrationResponse' });
export type RemoveIntegrationResponse = z.output<typeof RemoveIntegrationResponse>;

export const AssignmentPath = z.object({ sub_account_id: Id, integration_id: Id });
