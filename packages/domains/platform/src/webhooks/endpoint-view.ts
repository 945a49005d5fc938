import type { TenantContext } from '@leadlock/context/context';
import { shownAddress } from './address.ts';
import { openSecret, type WebhookEndpoint } from './endpoint.ts';
import type { WebhookEndpointResponse } from './schemas.ts';

/** An endpoint as owners and admins see it. */
export const toEndpointResponse = (
  ctx: Pick<TenantContext, 'secrets'>,
  endpoint: WebhookEndpoint,
): WebhookEndpointResponse => ({
  id: endpoint.id,
  url: shownAddress(ctx, endpoint) ?? '',
  events: endpoint.events,
  enabled: endpoint.is_enabled,
  secret: openSecret(ctx, endpoint),
  failing_since: endpoint.failing_since?.toISOString() ?? null,
  disabled_at: endpoint.switched_off_at?.toISOString() ?? null,
  created_at: endpoint.created_at.toISOString(),
});
