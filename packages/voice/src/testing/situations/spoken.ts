import { decodeMulaw, encodeMulaw } from '../../audio/mulaw.ts';
import type { LocalVoice } from '../../local/descriptor.ts';
import { createSpeaker } from '../../local/engine/speaking.ts';

const { speak } = createSpeaker();

/** What a caller says, as μ-law from its first sound to its last. */
export async function spoken(text: string, voice: LocalVoice = 'rms'): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of speak(text, voice)) blocks.push(block);
  return withoutSilence(Buffer.concat(blocks));
}

/** Linear samples below this (-48 dB) are silence. */
const SILENT = 130;

function withoutSilence(mulaw: Buffer): Buffer {
  const linear = linearOf(mulaw);
  const isSound = (sample: number): boolean => Math.abs(sample) > SILENT;
  return mulaw.subarray(Math.max(0, linear.findIndex(isSound)), linear.findLastIndex(isSound) + 1);
}

/** The same sound, louder or softer by so many dB. */
export function louder(mulaw: Uint8Array, db: number): Buffer {
  const gain = 10 ** (db / 20);
  return mulawOf(linearOf(mulaw).map((sample) => clipped(sample * gain)));
}

/** Both at once; the second is repeated, or cut, to the length of the first. */
export function mixed(mulaw: Uint8Array, behind: Uint8Array): Buffer {
  const second = linearOf(behind);
  return mulawOf(linearOf(mulaw).map((sample, index) => clipped(sample + (second[index % second.length] ?? 0))));
}

/** As it arrives when some of its frames of 20 ms were lost, one in `oneIn`: the network plays silence for them. */
export function withLoss(mulaw: Uint8Array, oneIn: number): Buffer {
  const lossy = Buffer.from(mulaw);
  for (let at = 160 * (oneIn - 1); at < lossy.length; at += 160 * oneIn) lossy.subarray(at, at + 160).fill(0xff);
  return lossy;
}

const clipped = (sample: number): number => Math.max(-32_635, Math.min(32_635, Math.round(sample)));

function linearOf(mulaw: Uint8Array): Int16Array {
  const linear = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, linear);
  return linear;
}

function mulawOf(linear: Int16Array): Buffer {
  const mulaw = Buffer.alloc(linear.length);
  encodeMulaw(linear, mulaw);
  return mulaw;
}
