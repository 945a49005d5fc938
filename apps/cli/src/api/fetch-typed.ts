import { notLeadlock, successOf, unreachable } from './errors.ts';
import type { Fetch } from './trpc-client.ts';

/** How long an answer may keep its first byte; what follows may take as long as it likes. */
const TIMEOUT_MS = 60_000;

/**
 * Asks for an answer whose media type begins as named: `text/csv`, `audio/`. A proxy or another program at the address
 * often answers anything with a page of its own, which is no answer of the API.
 * @throws CliError for an answer that is no success, that is of another type, or that does not begin in time.
 */
export async function fetchTyped(
  send: Fetch,
  url: string,
  type: string,
  { body, timeoutMs = TIMEOUT_MS }: { body?: object; timeoutMs?: number } = {},
): Promise<Response> {
  const limit = new AbortController();
  const late = setTimeout(() => limit.abort(new DOMException('', 'TimeoutError')), timeoutMs);
  const { origin } = new URL(url);
  try {
    const accept = type.endsWith('/') ? `${type}*` : type;
    const posted = body && { method: 'POST', body: JSON.stringify(body) };
    const headers = { accept, ...(body && { 'content-type': 'application/json' }) };
    const response = await successOf(await send(url, { ...posted, headers, signal: limit.signal }));
    if (response.headers.get('content-type')?.startsWith(type)) return response;
    await response.body?.cancel();
    throw notLeadlock(origin, response.status);
  } catch (error) {
    throw unreachable(origin, error);
  } finally {
    clearTimeout(late);
  }
}
