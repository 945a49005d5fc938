import { EnvironmentError, type Environment } from '@leadlock/core/environment';

/**
 * Where this gateway is reached, and no other; null where that is not set. Pages of the dashboard may connect to the host of
 * PUBLIC_GATEWAY_URL and to those below it, so it has to be one of them.
 * @throws EnvironmentError for any other
 */
export function readOwnUrl({
  OWN_GATEWAY_URL: own,
  PUBLIC_GATEWAY_URL: shared,
}: Pick<Environment, 'OWN_GATEWAY_URL' | 'PUBLIC_GATEWAY_URL'>): string | null {
  if (own === undefined) return null;
  const { protocol, hostname, search, hash } = new URL(own);
  // A path is put behind it, and carriers take no query.
  if (search !== '' || hash !== '')
    throw new EnvironmentError(`OWN_GATEWAY_URL is ${own}: it can’t have a query or fragment`);
  const { protocol: sharedProtocol, hostname: sharedHost } = new URL(shared);
  if (protocol !== sharedProtocol || (hostname !== sharedHost && !hostname.endsWith(`.${sharedHost}`))) {
    throw new EnvironmentError(
      `OWN_GATEWAY_URL is ${own}: it must have the host of PUBLIC_GATEWAY_URL, or one below it`,
    );
  }
  return own.replace(/\/$/, '');
}
