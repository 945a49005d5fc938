import type { TenantContext } from '@leadlock/context/context';
import { connectStream } from './twiml.ts';

/** How a call that is taken reaches its gateway. */
export interface Connection {
  token: string;
  /** The address of the one that has opened the call's voice; null: that which all share. */
  ownUrl: string | null;
}

/**
 * Connects a call with its gateway. Where that is one gateway's own address, the carrier asks again if nobody is there.
 * @param owner whose webhook it is: the owner of the number
 */
export function connectTo({ settings, tenant }: TenantContext, { token, ownUrl }: Connection): string {
  if (ownUrl === null) return connectStream({ gatewayUrl: settings.publicGatewayUrl, token });
  const afterUrl = `${settings.publicApiUrl}/webhooks/twilio/${tenant.id}/voice`;
  return connectStream({ gatewayUrl: ownUrl, token, afterUrl });
}
