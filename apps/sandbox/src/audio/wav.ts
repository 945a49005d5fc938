import { decodeMulaw, encodeMulaw, resampleWhole, wavOfMulaw } from '@leadlock/voice/audio';

const PHONE_RATE = 8000;
const PCM = 1;
const MULAW = 7;

/** A 16-bit PCM WAV file of one or two μ-law tracks, 8 kHz. */
export const wavFile = (tracks: Uint8Array[]): Buffer => Buffer.from(wavOfMulaw(tracks).buffer);

/** The first channel of a PCM or μ-law WAV file as 8 kHz μ-law. Errors: throws for anything else. */
export function mulawOfWav(file: Buffer): Uint8Array {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('This is no WAV file');
  }
  let format: { code: number; channels: number; rate: number; bits: number } | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ') {
      format = {
        code: file.readUInt16LE(start),
        channels: file.readUInt16LE(start + 2),
        rate: file.readUInt32LE(start + 4),
        bits: file.readUInt16LE(start + 14),
      };
    }
    if (name === 'data' && format) return toMulaw(file.subarray(start, start + size), format);
    at = start + size + (size % 2);
  }
  throw new Error('The WAV file holds no audio');
}

function toMulaw(data: Buffer, format: { code: number; channels: number; rate: number; bits: number }): Uint8Array {
  const bytes = format.bits / 8;
  const frames = Math.floor(data.length / (bytes * format.channels));
  const linear = new Int16Array(frames);
  if (format.code === PCM && format.bits === 16) {
    for (let i = 0; i < frames; i++) linear[i] = data.readInt16LE(i * format.channels * 2);
  } else if (format.code === MULAW && format.bits === 8) {
    const track = Uint8Array.from({ length: frames }, (_, i) => data[i * format.channels] ?? 0xff);
    decodeMulaw(track, linear);
  } else {
    throw new Error('Only 16-bit PCM and μ-law WAV files can be played');
  }
  const narrow = format.rate === PHONE_RATE ? linear : resampleWhole(linear, format.rate, PHONE_RATE);
  const mulaw = new Uint8Array(narrow.length);
  encodeMulaw(narrow, mulaw);
  return mulaw;
}
