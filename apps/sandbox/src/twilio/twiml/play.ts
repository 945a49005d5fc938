import { dtmfTones } from '../../audio/dtmf.ts';
import { mulawOfWav } from '../../audio/wav.ts';
import type { TwimlElement } from './parse.ts';
import { absoluteUrl, type VerbContext } from './verb.ts';
import { loops } from './say.ts';
import { TwimlError } from './twiml-error.ts';

/** Plays a WAV or raw μ-law file, or the tones of digits. */
export async function play(element: TwimlElement, context: VerbContext): Promise<void> {
  const { digits } = element.attributes;
  const audio = digits
    ? dtmfTones(digits)
    : await fetchAudio(absoluteUrl(element.text, context.baseUrl), context.signal);
  for (let round = loops(element); round > 0 && !context.signal.aborted; round--) {
    context.call.playback.append(audio);
    await context.played();
  }
}

async function fetchAudio(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal }).catch((error: unknown) => {
    throw new TwimlError(11_200, `${url}: ${String(error)}`);
  });
  if (!response.ok) throw new TwimlError(11_200, `${url}: HTTP ${response.status}`);
  const type = response.headers.get('content-type')?.split(';')[0]?.toLowerCase() ?? '';
  const file = Buffer.from(await response.arrayBuffer());
  if (/^audio\/(?:basic|mulaw|ulaw)$/.test(type)) return file;
  if (!/^audio\/(?:x-)?wav(?:e)?$|^audio\/vnd\.wave$/.test(type)) {
    throw new TwimlError(12_300, `${url}: ${type || 'no content type'} cannot be played`);
  }
  try {
    return mulawOfWav(file);
  } catch (error) {
    throw new TwimlError(13_310, `${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
