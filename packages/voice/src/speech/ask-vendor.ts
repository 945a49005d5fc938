import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import type { VoiceService } from '../vendors/vendor.ts';
import { SpeechError } from './speech-error.ts';
import type { SpeechOrder, SpeechVendor, SpokenText } from './vendor.ts';
import { refusalOf } from './vendor-refusal.ts';

/** Whose account at a vendor speaks. */
export interface SpeechAccount {
  /** Base of the vendor's API. */
  url: string;
  apiKey: string;
}

/** Two minutes as Google sends them, samples in base64; others take a tenth. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Has a vendor speak. @throws SpeechError */
export async function askVendor(
  { request, read }: SpeechVendor,
  { apiHeaders }: Pick<VoiceService, 'apiHeaders'>,
  { url, apiKey }: SpeechAccount,
  order: SpeechOrder,
  timeoutMs: number,
): Promise<SpokenText> {
  const { path, body } = request(order);
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${withoutTrailingSlash(url)}${path}`, {
      method: 'POST',
      headers: { ...apiHeaders(apiKey), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // A key went along.
      redirect: 'error',
      signal: deadline,
    });
    const answer = await readBounded(response);
    if (!response.ok) throw refusalOf(response, answer);
    const spoken = read(answer);
    if (!spoken) throw new SpeechError('bad_answer', 'The answer holds no audio', { status: response.status });
    return spoken;
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    if (deadline.aborted) throw new SpeechError('timeout', 'The provider timed out', { cause: error });
    throw new SpeechError('vendor_down', 'Couldn’t connect to the provider', { cause: error });
  }
}

async function readBounded(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new SpeechError('bad_answer', 'The answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
