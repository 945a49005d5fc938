import type { SystemContext, TenantContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import type { TelephonyCredentials } from '@leadlock/providers/contracts';
import { findTwilioIntegrations, type IntegrationRow } from './queries.ts';

export interface TwilioCredentials extends TelephonyCredentials {
  /** Whose integration it is: the tenant itself, or the agency above it. */
  tenantId: string;
  integrationId: string;
}

/** Binds sealed credentials to the row they belong to. */
export const credentialsPurpose = (tenantId: string, accountSid: string): string =>
  `integrations/${tenantId}/twilio/${accountSid}`;

/** Opens a row's credentials. */
export function openCredentials(system: Pick<SystemContext, 'secrets'>, row: IntegrationRow): TwilioCredentials {
  const { tenant_id: tenantId, id: integrationId, account_id: accountSid } = row;
  const authToken = system.secrets.open(row.sealed_credentials, credentialsPurpose(tenantId, accountSid));
  return { tenantId, integrationId, accountSid, authToken };
}

/**
 * The Twilio account that a tenant uses: its own, the one connected last if there are several; a sub-account without one
 * uses its agency's. Null when there is none.
 */
export async function twilioCredentialsFor(system: SystemContext, tenantId: string): Promise<TwilioCredentials | null> {
  const [row] = await findTwilioIntegrations(system, tenantId);
  return row ? openCredentials(system, row) : null;
}

/** As `twilioCredentialsFor`, for one account out of those that the tenant may use. */
export async function twilioCredentialsByAccountSid(
  system: SystemContext,
  tenantId: string,
  accountSid: string,
): Promise<TwilioCredentials | null> {
  const rows = await findTwilioIntegrations(system, tenantId);
  const row = rows.find((candidate) => candidate.account_id === accountSid);
  return row ? openCredentials(system, row) : null;
}

/**
 * The Twilio account whose numbers a tenant may see and take over: its own, or one that its agency has assigned to it. An
 * agency's account that merely carries the tenant's calls holds the numbers of others too.
 * @throws bad_request that tells the user what to do
 */
export async function requireNumbersAccount(ctx: TenantContext): Promise<TwilioCredentials> {
  const [row] = await findTwilioIntegrations(ctx, ctx.tenant.id);
  if (row === undefined) throw badRequest('No Twilio account connected');
  if (row.connection === 'shared') throw badRequest('Phone numbers are assigned by the agency');
  return openCredentials(ctx, row);
}
