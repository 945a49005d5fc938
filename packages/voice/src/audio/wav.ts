import { decodeMulaw } from './mulaw.ts';

const HEADER_BYTES = 44;
const PCM = 1;
const BYTES_PER_SAMPLE = 2;
const PHONE_RATE = 8000;

export interface WavFormat {
  sampleRate: number;
  /** Default 1. */
  channels?: number;
}

/** A WAV file of 16-bit samples, little endian, those of several channels in turn. */
export function wavOfPcm(samples: Uint8Array, { sampleRate, channels = 1 }: WavFormat): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + samples.length);
  const header = new DataView(file.buffer, 0, HEADER_BYTES);
  const text = (at: number, words: string): void => {
    for (let i = 0; i < words.length; i++) header.setUint8(at + i, words.charCodeAt(i));
  };
  text(0, 'RIFF');
  header.setUint32(4, HEADER_BYTES - 8 + samples.length, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, PCM, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * channels * BYTES_PER_SAMPLE, true);
  header.setUint16(32, channels * BYTES_PER_SAMPLE, true);
  header.setUint16(34, BYTES_PER_SAMPLE * 8, true);
  text(36, 'data');
  header.setUint32(40, samples.length, true);
  file.set(samples, HEADER_BYTES);
  return file;
}

/** A WAV file of μ-law tracks, 8 kHz, one a channel; shorter ones end in silence. */
export function wavOfMulaw(tracks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const channels = tracks.length;
  const length = Math.max(0, ...tracks.map((track) => track.length));
  const samples = new DataView(new ArrayBuffer(length * channels * BYTES_PER_SAMPLE));
  tracks.forEach((track, channel) => {
    const linear = new Int16Array(track.length);
    decodeMulaw(track, linear);
    linear.forEach((sample, i) => samples.setInt16((i * channels + channel) * BYTES_PER_SAMPLE, sample, true));
  });
  return wavOfPcm(new Uint8Array(samples.buffer), { sampleRate: PHONE_RATE, channels });
}
