/** The key as Google's REST API takes it. */
export const apiKeyHeader = (apiKey: string): Readonly<Record<string, string>> => ({ 'x-goog-api-key': apiKey });

/**
 * Where a session is opened. The key stands in the query, because that is the only place where Google documents it: this
 * address must not be logged.
 */
export function liveAddress(url: string, version: 'v1beta' | 'v1alpha', apiKey: string): string {
  const address = new URL(url);
  const service = `google.ai.generativelanguage.${version}.GenerativeService.BidiGenerateContent`;
  address.pathname = `${address.pathname.replace(/\/$/, '')}/ws/${service}`;
  address.searchParams.set('key', apiKey);
  return address.href;
}
