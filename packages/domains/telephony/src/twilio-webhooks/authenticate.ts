import { parse } from 'node:querystring';
import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import { twilioCredentialsByAccountSid, twilioCredentialsFor } from '@leadlock/crm/integrations';
import { findTenant } from '@leadlock/identity/tenants';

/** A webhook as it came in. */
export interface ReceivedWebhook {
  tenantId: string;
  /** Path and query, exactly as requested. */
  url: string;
  signature: string | null;
  /** The form, unparsed: the signature covers every field of it. */
  body: Buffer | null;
}

type Form = Record<string, string | string[]>;

export interface AuthenticWebhook {
  /** Acts for the tenant that the address names. */
  ctx: TenantContext;
  accountSid: string;
}

/** A webhook with all its fields, those included that the document does not name. */
interface SignedWebhook extends AuthenticWebhook {
  form: Form;
}

function formOf(body: Buffer | null): Form {
  const form: Form = {};
  for (const [name, value] of Object.entries(parse(body?.toString('utf8') ?? ''))) {
    if (value !== undefined) form[name] = value;
  }
  return form;
}

/**
 * Proves that Twilio sent a webhook: signed with the auth token of an account of the tenant that the address names, for
 * the public address, and naming that account.
 * @throws forbidden for everything else, an unknown tenant included, in the same words
 */
export async function authenticateWebhook(system: SystemContext, received: ReceivedWebhook): Promise<SignedWebhook> {
  const refused = forbidden('Invalid Twilio signature');
  const { tenantId, signature, url, body } = received;
  if (signature === null) throw refused;
  const tenant = await findTenant(system.db, tenantId);
  if (!tenant) throw refused;
  const form = formOf(body);
  // What is asked with GET names its fields in the address, which is signed as well.
  const named = form.AccountSid ?? new URL(url, 'http://webhook').searchParams.get('AccountSid');
  const credentials =
    typeof named === 'string'
      ? await twilioCredentialsByAccountSid(system, tenantId, named)
      : await twilioCredentialsFor(system, tenantId);
  if (!credentials) throw refused;
  const publicUrl = system.settings.publicApiUrl + url;
  if (!system.providers.telephony.isSigned(credentials.authToken, signature, publicUrl, form)) {
    system.log.warn({ tenant: tenantId, url: publicUrl }, 'rejected a webhook with an invalid signature');
    throw refused;
  }
  const ctx = forTenant(system, tenant, { type: 'webhook', vendor: 'twilio' });
  return { ctx, accountSid: credentials.accountSid, form };
}
