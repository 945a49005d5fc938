import { reasonOf } from '../../program/reason.ts';
import { readHttpClock } from './clock.ts';
import type { Examined } from './examined.ts';

export interface ProbeAnswer {
  status: number;
  body: string;
  milliseconds: number;
  /** Where a redirect leads. */
  location: string | null;
}

export interface ProbeRequest {
  /** Whose clock the answer's date is; absent: it is not read. */
  clockOf?: string;
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

/** One request, as a vendor or a customer would send it: redirects are not followed. Throws `Unreached`. */
export async function probe(
  { clock, timeoutMs }: Pick<Examined, 'clock' | 'timeoutMs'>,
  url: string,
  { clockOf, ...request }: ProbeRequest = {},
): Promise<ProbeAnswer> {
  const startedAt = Date.now();
  try {
    const response = await fetch(url, {
      ...request,
      headers: { 'user-agent': 'leadlock', ...request.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const endedAt = Date.now();
    const reading = clockOf === undefined ? null : readHttpClock(clockOf, response.headers, { startedAt, endedAt });
    if (reading) clock.push(reading);
    const location = response.headers.get('location');
    return { status: response.status, body: await response.text(), milliseconds: endedAt - startedAt, location };
  } catch (error) {
    throw new Unreached(url, error);
  }
}

/** Nobody answered. The message names the host and the reason, and nothing else of the address. */
export class Unreached extends Error {
  override name = 'Unreached';

  constructor(url: string, cause: unknown) {
    super(`Can’t connect to ${new URL(url).host} (${reasonOf(cause)})`, { cause });
  }
}
