const SAMPLE_RATE = 8000;
const CHANNELS = 2;
export const BYTES_PER_SECOND = SAMPLE_RATE * CHANNELS;
const MULAW = 7;
const HEADER_BYTES = 58;
/** A file whose end is not known yet. */
const UNKNOWN = 0xffffffff;

/** The beginning of a WAV file with two channels of μ-law. @param bytes of sound; null: not known yet */
export function wavHeader(bytes: number | null): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(bytes === null ? UNKNOWN : HEADER_BYTES - 8 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(MULAW, 20);
  header.writeUInt16LE(CHANNELS, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * CHANNELS, 28);
  header.writeUInt16LE(CHANNELS, 32);
  header.writeUInt16LE(8, 34);
  header.write('fact', 38);
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(bytes === null ? UNKNOWN : bytes / CHANNELS, 46);
  header.write('data', 50);
  header.writeUInt32LE(bytes ?? UNKNOWN, 54);
  return header;
}
