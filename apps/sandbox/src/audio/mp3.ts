import { decodeMulaw } from '@leadlock/voice/audio';
import { createMp3Encoder } from 'wasm-media-encoders';

/** An MP3 file (MPEG-2.5, 8 kHz, 32 kbit/s) of one or two μ-law tracks. About 2 ms a second of audio. */
export async function mp3File(tracks: Uint8Array[]): Promise<Buffer> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: 8000, channels: tracks.length === 2 ? 2 : 1, bitrate: 32 });
  const channels = tracks.map(floatSamples);
  const length = channels[0]?.length ?? 0;
  const parts: Buffer[] = [];
  for (let at = 0; at < length; at += 8000) {
    // The encoder returns a view into its memory, which the next call overwrites.
    parts.push(Buffer.from(encoder.encode(channels.map((samples) => samples.subarray(at, at + 8000)))));
  }
  parts.push(Buffer.from(encoder.finalize()));
  return Buffer.concat(parts);
}

function floatSamples(mulaw: Uint8Array): Float32Array {
  const linear = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, linear);
  return Float32Array.from(linear, (sample) => sample / 32_768);
}
