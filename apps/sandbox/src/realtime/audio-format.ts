import { createResampler, decodeMulaw, encodeMulaw } from '@leadlock/voice/audio';
import { alawOfLinear, linearOfAlaw } from '../audio/a-law.ts';

const PHONE_RATE = 8000;

/** `rate` in Hz is that of `audio/pcm`; the other two are 8 kHz. */
export interface AudioFormat {
  type: 'audio/pcm' | 'audio/pcmu' | 'audio/pcma';
  rate: number;
}

/** Turns a stream in `format` into 8 kHz μ-law. Keeps state between blocks. */
export function createDecoder(format: AudioFormat): (bytes: Buffer) => Uint8Array {
  if (format.type === 'audio/pcmu') return (bytes) => bytes;
  if (format.type === 'audio/pcma') {
    return (bytes) => toMulaw(Int16Array.from(bytes, (byte) => linearOfAlaw[byte] ?? 0));
  }
  const resampler = createResampler(format.rate, PHONE_RATE);
  let rest = Buffer.alloc(0);
  return (bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const samples = Int16Array.from({ length: all.length >> 1 }, (_, i) => all.readInt16LE(i * 2));
    rest = all.subarray(samples.length * 2);
    return toMulaw(resampler.process(samples));
  };
}

/** Turns 8 kHz μ-law into a stream in `format`. Keeps state between blocks. */
export function createEncoder(format: AudioFormat): (mulaw: Uint8Array) => Buffer {
  if (format.type === 'audio/pcmu') return (mulaw) => Buffer.from(mulaw);
  if (format.type === 'audio/pcma') {
    return (mulaw) => Buffer.from(Uint8Array.from(toLinear(mulaw), alawOfLinear));
  }
  const resampler = createResampler(PHONE_RATE, format.rate);
  return (mulaw) => {
    const samples = resampler.process(toLinear(mulaw));
    const bytes = Buffer.alloc(samples.length * 2);
    samples.forEach((sample, i) => bytes.writeInt16LE(sample, i * 2));
    return bytes;
  };
}

function toMulaw(samples: Int16Array): Uint8Array {
  const mulaw = new Uint8Array(samples.length);
  encodeMulaw(samples, mulaw);
  return mulaw;
}

function toLinear(mulaw: Uint8Array): Int16Array {
  const samples = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, samples);
  return samples;
}
