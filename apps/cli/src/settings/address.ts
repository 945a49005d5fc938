import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';

export const withoutSlash = withoutTrailingSlash;

/** An http or https address; null for anything else. */
export function httpUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/**
 * One spelling for the address of an installation, by which it is told from others: `HTTP://Api.Example.com:80/` is
 * `http://api.example.com`. Null where it is no http or https address.
 */
export function baseAddress(text: string): string | null {
  const url = httpUrl(text);
  return url === null ? null : withoutSlash(url.origin + url.pathname);
}
