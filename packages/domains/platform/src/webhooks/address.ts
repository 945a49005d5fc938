import type { TenantContext } from '@leadlock/context/context';
import { describeSealedValues } from '@leadlock/context/sealed-values';
import { invalidField } from '@leadlock/core/errors';
import { sql } from 'kysely';
import { sealedFor, type WebhookEndpoint } from './endpoint.ts';

const MAX_URL_LENGTH = 2_048;
/** Stands for the user name and password of an address wherever it is shown, and keeps them when it is sent back. */
const HIDDEN = '********';

export const credentialsPurpose = (endpoint: { tenant_id: string; id: string }): string =>
  sealedFor('webhook_credentials', endpoint);

/** User names and passwords that stand in webhooks' addresses. */
export const sealedWebhookCredentials = describeSealedValues({
  name: 'webhook credentials',
  table: 'webhook_endpoints',
  key: ['tenant_id', 'id'],
  where: sql<boolean>`sealed_credentials IS NOT NULL`,
  sealed: sql<string>`sealed_credentials`,
  assign: (sealed) => sql`sealed_credentials = ${sealed}`,
  bound: { tenant_id: sql<string>`tenant_id`, id: sql<string>`id` },
  purpose: credentialsPurpose,
});

/** Percent-encoding that is no such thing stands for itself, as in browsers. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Address {
  /** Without user name and password. */
  url: string;
  /** `user:password` for HTTP Basic authentication, or null without any. */
  credentials: string | null;
}

function splitAddress(text: string): Address {
  const url = new URL(text);
  if (url.username === '' && url.password === '') return { url: text, credentials: null };
  const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, credentials };
}

/** Where an endpoint's events go, or null while it has no address. */
export function addressOf(ctx: Pick<TenantContext, 'secrets'>, endpoint: WebhookEndpoint): Address | null {
  if (endpoint.url === null) return null;
  const { url, credentials } = splitAddress(endpoint.url);
  const sealed = endpoint.sealed_credentials;
  if (sealed === null) return { url, credentials };
  return { url, credentials: ctx.secrets.open(sealed, credentialsPurpose(endpoint)) };
}

/** An endpoint's address as people may see it: what is secret in it is hidden. */
export function shownAddress(ctx: Pick<TenantContext, 'secrets'>, endpoint: WebhookEndpoint): string | null {
  const address = addressOf(ctx, endpoint);
  if (address === null || address.credentials === null) return address?.url ?? null;
  const url = new URL(address.url);
  url.username = HIDDEN;
  return url.href;
}

/** The name of the field that the address came in, for what is wrong with it. */
export type AddressField = 'webhook_url' | 'url';

export const refuseAddress = (field: AddressField, message: string): never => {
  // The address may hold a password, so it is not repeated.
  throw invalidField(['body', field], message, null);
};

/**
 * Reads an address as somebody has typed it. One that is shown with hidden credentials keeps those of `current`.
 * @throws validation for what is no http or https address, and for hidden credentials at another server
 */
export function readAddress(
  ctx: Pick<TenantContext, 'secrets'>,
  text: string,
  current: WebhookEndpoint | undefined,
  field: AddressField = 'webhook_url',
): Address {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || text.length > MAX_URL_LENGTH) {
    return refuseAddress(field, 'Must be an http or https URL');
  }
  const { url, credentials } = splitAddress(text);
  if (parsed.username !== HIDDEN || parsed.password !== '') return { url, credentials };
  const before = current && addressOf(ctx, current);
  // Whoever could move them to a server of their own could read them there.
  if (!before || before.credentials === null || new URL(before.url).origin !== parsed.origin) {
    return refuseAddress(field, 'Enter the user name and password again. They are only kept for the same server.');
  }
  return { url, credentials: before.credentials };
}
