import { writeFileSync } from 'node:fs';
import { decodeMulaw, resampleWhole } from '@leadlock/voice/audio';
import { openSpeechVoice } from '@leadlock/voice/local';

const LINE_HZ = 8000;
/** What the browser's fake microphone wants: 48 kHz, 16 bit, mono. */
const MICROPHONE_HZ = 48_000;

/** What a person says into the microphone: sentences, and silences in milliseconds. */
export type Speech = readonly (string | number)[];

/** Has the local synthesizer say something, and writes it as a WAV file for {@link PageOptions.fakeMicrophone}. */
export async function recordSpeech(file: string, speech: Speech): Promise<void> {
  const engine = await openSpeechVoice();
  try {
    const parts: Int16Array[] = [];
    for (const part of speech) {
      parts.push(typeof part === 'number' ? new Int16Array((part * LINE_HZ) / 1000) : await say(part));
    }
    writeFileSync(file, wav(resampleWhole(joined(parts), LINE_HZ, MICROPHONE_HZ)));
  } finally {
    await engine.close();
  }

  async function say(text: string): Promise<Int16Array> {
    const mulaw = await engine.synthesize(text, 'rms');
    const linear = new Int16Array(mulaw.length);
    decodeMulaw(mulaw, linear);
    return linear;
  }
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** RIFF with one channel of 16-bit samples. */
function wav(samples: Int16Array): Buffer {
  const header = Buffer.alloc(44);
  const bytes = samples.length * 2;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(MICROPHONE_HZ, 24);
  header.writeUInt32LE(MICROPHONE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, bytes)]);
}
